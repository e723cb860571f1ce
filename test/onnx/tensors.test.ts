/** Weights in files beside the model, and weights that are not as long as they say. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import type { TensorProto } from '../../src/onnx/messages.ts';
import { listExternalFiles, parseModel, readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { buildModel } from '../autodiff/build-model.ts';
import { runModel, tensor } from '../autodiff/run-model.ts';

function external(name: string, entries: Readonly<Record<string, string>>): TensorProto {
  const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
  return create(TensorProtoSchema, {
    name,
    dataType: TensorProto_DataType.FLOAT,
    dims: [2n],
    dataLocation: 1,
    externalData: externalData.map((entry) => ({ $typeName: 'onnx.StringStringEntryProto' as const, ...entry })),
  });
}

function fileWith(...weights: TensorProto[]): Uint8Array {
  return writeModel(
    buildModel({
      nodes: [node('Add', ['x', 'w'], ['y'])],
      inputs: [floatValue('x', [2])],
      outputs: [floatValue('y', [2])],
      weights,
    }),
  );
}

const values = new Uint8Array(Float32Array.of(9, 3, 4, 9).buffer);

describe('weights in another file', () => {
  it('are taken from it, without a copy, and written with the model', async () => {
    const file = fileWith(external('w', { location: 'net.data', offset: '4', length: '8' }));
    const model = readModel(file, 'net.onnx', { 'net.data': values });
    const [weight] = model.graph.initializer;
    expect(weight?.rawData.buffer).toBe(values.buffer);
    expect(weight === undefined ? [] : readFloats(weight)).toEqual([3, 4]);
    const { y } = await runModel(readModel(writeModel(model)), { x: tensor([2], [1, 1]) });
    expect([...(y?.values ?? [])]).toEqual([4, 5]);
  });

  it('are listed before they are there', () => {
    const pieces = ['a', 'b', 'c'].map((name) =>
      external(name, { location: name === 'b' ? 'other/net.data' : 'net.data', length: '8' }),
    );
    expect(listExternalFiles(parseModel(fileWith(...pieces)))).toEqual(['net.data', 'other/net.data']);
    expect(listExternalFiles(parseModel(fileWith(floatTensor('w', [2], Float32Array.of(1, 2)))))).toEqual([]);
  });

  it('reach to its end where no length is given', () => {
    const file = fileWith(external('w', { location: 'net.data', offset: '8' }));
    const [weight] = readModel(file, 'net.onnx', { 'net.data': values }).graph.initializer;
    expect(weight === undefined ? [] : readFloats(weight)).toEqual([4, 9]);
  });

  it('are found in Constant nodes too', () => {
    const constant = node('Constant', [], ['w']);
    const t = external('w', { location: 'net.data', length: '8' });
    constant.attribute.push(create(AttributeProtoSchema, { name: 'value', t }));
    const bytes = writeModel(buildModel({ nodes: [constant], inputs: [], outputs: [] }));
    expect(() => readModel(bytes)).toThrow('the external file "net.data"');
    const read = readModel(bytes, 'net.onnx', { 'net.data': values }).graph.node[0]?.attribute[0]?.t;
    expect(read === undefined ? [] : readFloats(read)).toEqual([9, 3]);
  });

  it.each([
    [
      'missing',
      {},
      'The model stores the weight "w" in the external file "net.data", which is missing. Provide that file too.',
    ],
    [
      'cut off',
      { 'net.data': values.subarray(0, 10) },
      'The file "net.data" is truncated: the weight "w" is beyond its end.',
    ],
  ])('are named where the file is %s', (_, files, message) => {
    const file = fileWith(external('w', { location: 'net.data', offset: '4', length: '8' }));
    expect(() => readModel(file, 'net.onnx', files)).toThrow(
      expect.objectContaining({ code: 'model-damaged', message }) as Error,
    );
  });
});

it('refuses a weight that is not as long as its shape', () => {
  const short = floatTensor('w', [3], Float32Array.of(1, 2));
  expect(() => readModel(fileWith(short))).toThrow(
    'The weight "w" of the model has 2 values, but its shape [3] requires 3.',
  );
});
