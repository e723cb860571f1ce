/**
 * NaN that arises inside a network reaches its logits, even if a ReLU turns it into 0; other networks are unchanged.
 */
import { describe, expect, test } from 'vitest';
import { watchNaN } from '../../src/autodiff/nan-watch.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { buildModel } from './build-model.ts';
import { runModel, tensor } from './run-model.ts';
import { tinyResnet } from './tiny-resnet.ts';

const image = [1, 1, 2, 2];

/** x → operator → ReLU → sum. */
function classifier(operator: string, second: readonly number[] = []) {
  const inputs = second.length === 0 ? ['x'] : ['x', 'second'];
  return buildModel({
    nodes: [
      node(operator, inputs, ['made']),
      node('Relu', ['made'], ['shown']),
      node('Flatten', ['shown'], ['logits'], { axis: { int: 1 } }),
    ],
    inputs: [floatValue('x', image)],
    outputs: [floatValue('logits', [1, 4])],
    weights: second.length === 0 ? [] : [floatTensor('second', [second.length], Float32Array.from(second))],
  });
}

async function run({ model, logits }: { model: Model; logits: string }, values: readonly number[]): Promise<number[]> {
  const outputs = await runModel(model, { x: tensor(image, values) });
  return Array.from(outputs[logits]!.values);
}

describe('values that may be NaN before a ReLU', () => {
  test.each([
    ['Sqrt', [], [4, 9, 1, 0], [2, 3, 1, 0]],
    ['Log', [], [1, Math.E, 1, 1], [0, 1, 0, 0]],
    ['Div', [2, 0], [4, 1, 6, 1], undefined],
    ['Pow', [0.5], [4, 9, 1, 0], [2, 3, 1, 0]],
  ] as const)('%s: finite logits are what they were', async (operator, second, values, expected) => {
    const watched = watchNaN(classifier(operator, second), 'logits');
    expect(watched.logits).not.toBe('logits');
    const logits = await run(watched, values);
    if (expected === undefined) expect(logits).toEqual([NaN, NaN, NaN, NaN]);
    else logits.forEach((logit, i) => expect(logit).toBeCloseTo(expected[i]!, 6));
  });

  test.each(['Sqrt', 'Log'])('%s of a negative number is NaN in the logits', async (operator) => {
    const watched = watchNaN(classifier(operator), 'logits');
    expect(await run(watched, [1, -1, 1, 1])).toEqual([NaN, NaN, NaN, NaN]);
  });
});

test.each([
  ['Div', [2]],
  ['Pow', [2]],
] as const)('%s by a constant that makes no NaN is not watched', (operator, second) => {
  const model = classifier(operator, second);
  expect(watchNaN(model, 'logits')).toEqual({ model, logits: 'logits' });
});

test('a network of convolutions, sums and ReLU is returned unchanged', () => {
  const model = tinyResnet();
  const logits = model.graph.output[0]!.name;
  expect(watchNaN(model, logits).model).toBe(model);
});
