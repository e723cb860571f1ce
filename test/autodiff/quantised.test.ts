/** Files in QDQ format: gradients pass through the rounding of activations, and not beyond their range. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { listLayers } from '../../src/autodiff/list-layers.ts';
import { floatTensor, node } from '../../src/onnx/build.ts';
import {
  DataType,
  rawTensor,
  withGraph,
  withNode,
  type Model,
  type NodeProto,
  type TensorProto,
} from '../../src/onnx/messages.ts';
import { runModel, startRunner, tensor } from './run-model.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';

interface Format {
  readonly scale: number;
  readonly zero: number;
  readonly type: DataType;
  readonly low: number;
  readonly high: number;
}

/** Each step is small, so that the network is nearly that of Clip nodes in their place. */
const fine: Format = { scale: 1 / 8192, zero: -32768, type: DataType.INT16, low: 0, high: 65535 / 8192 };
/** Usual steps. */
const coarse: Format = { scale: 1 / 32, zero: 100, type: DataType.UINT8, low: -100 / 32, high: 155 / 32 };

/** The tiny network with pairs after its stem and sum; or, for `clip`, Clip nodes there. */
function quantised(format: Format, clip = false): Model {
  const { graph } = tinyResnet();
  const pair = (from: string): NodeProto[] =>
    clip
      ? [node('Clip', [from, 'low', 'high'], [`${from}/dq`])]
      : [
          node('QuantizeLinear', [from, 'scale', 'zero'], [`${from}/q`]),
          node('DequantizeLinear', [`${from}/q`, 'scale', 'zero'], [`${from}/dq`]),
        ];
  const after = new Set(['stem', 'sum']);
  const nameOf = (name: string): string => (after.has(name) ? `${name}/dq` : name);
  const nodes = graph.node.flatMap((each) => {
    const renamed = withNode(each, { input: each.input.map(nameOf) });
    const [made = ''] = each.output;
    return [renamed, ...(after.has(made) ? pair(made) : [])];
  });
  return tinyResnet({
    nodes,
    weights: [...graph.initializer, ...constants(format)],
    opset: 21,
  });
}

function constants({ scale, zero, type, low, high }: Format): TensorProto[] {
  const bytes = type === DataType.INT16 ? Int16Array.of(zero) : Uint8Array.of(zero);
  return [
    floatTensor('scale', [], Float32Array.of(scale)),
    rawTensor('zero', type, [], bytes),
    ...[floatTensor('low', [], Float32Array.of(low)), floatTensor('high', [], Float32Array.of(high))],
  ];
}

const picture = tensor([1, 3, 8, 7], wave(3 * 8 * 7, 3));

async function explain(model: Model) {
  const rewritten = addGradients(model, { layers: { last: 'features' }, input: true });
  const result = await runModel(rewritten.model, {
    input: picture,
    [rewritten.target]: tensor([1, classes], [0, 1, 0]),
  });
  const read = (name = ''): readonly number[] => [...(result[name]?.values ?? [])];
  return { logits: read(rewritten.logits), gradients: read(rewritten.inputGradients) };
}

describe('a network in QDQ format', () => {
  it('has nearly the gradients of one that clips, if its steps are small', async () => {
    const [found, wanted] = [await explain(quantised(fine)), await explain(quantised(fine, true))];
    expect(wanted.gradients).toHaveLength(3 * 8 * 7);
    expect(Math.max(...wanted.gradients.map(Math.abs))).toBeGreaterThan(0.01);
    wanted.gradients.forEach((value, i) => expect(found.gradients[i]).toBeCloseTo(value, 4));
    wanted.logits.forEach((value, i) => expect(found.logits[i]).toBeCloseTo(value, 3));
  });

  it('keeps its own logits', async () => {
    const model = quantised(coarse);
    const plain = await runModel(model, { input: picture });
    expect((await explain(model)).logits).toEqual([...(plain.logits?.values ?? [])]);
  });

  it('offers no layer of integers', () => {
    const classifier = new Classifier(quantised(coarse));
    expect(listLayers(classifier).map(({ value }) => value)).toEqual(['stem_relu', 'features']);
    expect(() => addGradients(quantised(coarse), { layers: { last: 'sum/q' } })).toThrow('does not hold maps');
  });
});

it('a pair has slope 1 strictly within its range and 0 outside, by differences of whole steps', async () => {
  // y = the sum of a picture of one row that is rounded to integers between −100/32 and 155/32.
  const values = [-4, -100 / 32, -1.51, 0, 0.26, 2.7, 155 / 32, 5.3];
  const model = tinyResnet({
    nodes: [
      node('QuantizeLinear', ['input', 'scale', 'zero'], ['q']),
      node('DequantizeLinear', ['q', 'scale', 'zero'], ['dq']),
      node('ReduceSum', ['dq', 'axes'], ['logits'], { keepdims: { int: 0 } }),
    ],
    weights: [...constants(coarse), rawTensor('axes', DataType.INT64, [2n], BigInt64Array.of(2n, 3n))],
    opset: 21,
  });
  const row = (entries: readonly number[]) => ({
    input: tensor([1, 3, 1, 8], [...entries, ...Array<number>(16).fill(0)]),
  });
  const { model: rewritten, target, inputGradients = '' } = addGradients(model, { layers: {}, input: true });
  const found = await runModel(rewritten, { ...row(values), [target]: tensor([1, 3], [1, 0, 0]) });
  const slopes = [...(found[inputGradients]?.values ?? [])].slice(0, 8);
  expect(slopes).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);

  const runner = await startRunner(model);
  const score = async (entries: readonly number[]): Promise<number> =>
    (await runner.run(row(entries))).logits?.values[0] ?? NaN;
  for (const i of [2, 3, 4, 5]) {
    const [step, value] = [4 * coarse.scale, values[i] ?? NaN];
    const difference = (await score(values.with(i, value + step))) - (await score(values.with(i, value - step)));
    expect(difference / (2 * step)).toBeCloseTo(slopes[i] ?? NaN, 4);
  }
  await runner.release();
});

it('a QuantizeLinear node with several scales is refused', () => {
  const several = [
    floatTensor('scale', [4], Float32Array.of(1, 2, 3, 4)),
    rawTensor('zero', DataType.INT8, [4n], new Uint8Array(4)),
  ];
  const model = quantised(coarse);
  const others = model.graph.initializer.filter(({ name }) => !['scale', 'zero'].includes(name));
  expect(() =>
    addGradients(withGraph(model, { initializer: [...others, ...several] }), { layers: { stem: 'stem' } }),
  ).toThrow('its scale is not one constant; use the original float32 file');
});
