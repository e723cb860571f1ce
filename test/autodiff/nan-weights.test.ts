/** NaN in weights is found wherever the scores depend on it; infinity is not reported. */
import { expect, test } from 'vitest';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { findNaNWeight } from '../../src/autodiff/nan-weights.ts';
import { floatsOf } from '../../src/onnx/random-weights.ts';
import { floatTensor } from '../../src/onnx/build.ts';
import { withWeights } from '../support/with-weights.ts';
import { tinyResnet } from './tiny-resnet.ts';

const model = tinyResnet();

function changed(name: string, values: Readonly<Record<number, number>>): string | undefined {
  const tensor = model.graph.initializer.find((one) => one.name === name)!;
  const floats = Float32Array.from(floatsOf(tensor));
  for (const [at, value] of Object.entries(values)) floats[Number(at) % floats.length] = value;
  const weights = new Map([[name, floatTensor(name, tensor.dims.map(Number), floats)]]);
  return findNaNWeight(new Classifier(withWeights(model, weights)));
}

test('a network with finite weights has none', () => {
  expect(findNaNWeight(new Classifier(model))).toBeUndefined();
});

const floatWeights = model.graph.initializer.filter(({ dataType }) => dataType === 1).map(({ name }) => name);

test.each(floatWeights)('in %s', (name) => {
  for (const at of [0, 1, 2, 3]) expect(changed(name, { [at]: NaN })).toBe(name);
  expect(changed(name, { 0: Infinity })).toBeUndefined();
  expect(changed(name, { 0: Infinity, 1: -Infinity, 2: Infinity })).toBeUndefined();
});

test('a weight that nothing reads is ignored', () => {
  const unread = floatTensor('unread', [1], Float32Array.of(NaN));
  const graph = { ...model.graph, initializer: [...model.graph.initializer, unread] };
  expect(findNaNWeight(new Classifier({ ...model, graph }))).toBeUndefined();
});
