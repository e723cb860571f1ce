import { expect, it } from 'vitest';
import { withGraph } from '../../src/onnx/messages.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import { floatValue } from '../../src/onnx/build.ts';
import { withFedWeights } from '../../src/onnx/fed-weights.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { runModel, tensor } from '../autodiff/run-model.ts';
import { tinyResnet, wave } from '../autodiff/tiny-resnet.ts';

const model = tinyResnet();
const names = new Set(['fc.w', 'arm.w', 'no such weight']);
const fed = withFedWeights(model, names);
const inputsOf = ({ graph }: Model): string[] => graph.input.map(({ name }) => name);

it('weights become inputs, in their order, and everything else stays the same', () => {
  expect(inputsOf(fed)).toEqual([...inputsOf(model), 'arm.w', 'fc.w']);
  expect(fed.graph.initializer).toEqual(model.graph.initializer.filter(({ name }) => !names.has(name)));
  expect(fed.graph.node).toEqual(model.graph.node);
});

it('weights that the file lists among its inputs too are listed once', () => {
  const listed = withGraph(model, { input: [floatValue('fc.w', []), ...model.graph.input] });
  expect(inputsOf(withFedWeights(listed, names))).toEqual(inputsOf(fed));
});

it('fed with what they were, the model says the same; fed with twice that, twice as much', async () => {
  const [image, ...others] = model.graph.input;
  expect(others).toEqual([]);
  const picture = { [image!.name]: tensor([1, 3, 12, 12], wave(3 * 12 * 12)) };
  const logits = model.graph.output[0]!.name;
  const weights = (factor: number) =>
    Object.fromEntries(
      model.graph.initializer
        .filter(({ name }) => names.has(name))
        .map((each) => {
          const values = readFloats(each)!.map((value) => (each.name === 'fc.w' ? factor * value : value));
          return [each.name, tensor(each.dims.map(Number), values)] as const;
        }),
    );
  const bias = readFloats(model.graph.initializer.find(({ name }) => name === 'fc.b')!)!;
  const own = [...(await runModel(model, picture))[logits]!.values];
  for (const factor of [1, 2]) {
    const said = (await runModel(fed, { ...picture, ...weights(factor) }))[logits]!.values;
    own.forEach((logit, i) => expect(said[i]).toBeCloseTo(bias[i]! + factor * (logit - bias[i]!), 5));
  }
});
