import { expect, it } from 'vitest';
import { attribute, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { readInts } from '../../src/onnx/constants.ts';
import { readModel } from '../../src/onnx/read.ts';
import { upgradeModel } from '../../src/onnx/upgrade.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { buildModel } from '../autodiff/build-model.ts';

const largest = 2n ** 63n - 1n;

it('writes the largest and the smallest integer as themselves, though plain numbers round them', () => {
  const ends = [Number(largest), -Number(largest), -1, 2 ** 53];
  expect(attribute('ends', { ints: ends }).ints).toEqual([largest, -(2n ** 63n), -1n, 2n ** 53n]);
  expect(attribute('to', { int: Number(largest) }).i).toBe(largest);
  const { rawData } = intTensor('ends', [4], ends);
  const view = new DataView(rawData.buffer, rawData.byteOffset);
  expect([0, 8].map((at) => view.getBigInt64(at, true))).toEqual([largest, -(2n ** 63n)]);
  expect(readInts(intTensor('ends', [4], ends))).toEqual([2 ** 63, -(2 ** 63), -1, 2 ** 53]);
});

it('keeps "to the end" of a Slice as old operator sets wrote it', () => {
  const slice = node('Slice', ['x'], ['y'], { starts: { ints: [1] }, ends: { ints: [0] }, axes: { ints: [2] } });
  slice.attribute.find(({ name }) => name === 'ends')!.ints = [largest];
  const x = floatValue('x', ['batch', 3, 8, 8]);
  const lifted = upgradeModel(buildModel({ nodes: [slice], inputs: [x], outputs: [], opset: 9 }));
  const constants = readModel(writeModel(lifted)).graph.node.flatMap(({ attribute: [value] }) => [
    ...(value?.ints ?? []),
  ]);
  expect(constants).toContain(largest);
});
