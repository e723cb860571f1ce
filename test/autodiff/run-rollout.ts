/** Attention rollout as the rewritten graph computes it, and the attention that it is to be computed of. */
import { expect } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatValue } from '../../src/onnx/build.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { runModel, tensor, type Tensor } from './run-model.ts';

/** [N, h, w] */
export async function runRollout(model: Model, feed: Tensor): Promise<Tensor> {
  const { model: rewritten, rollout: name = '' } = addGradients(new Classifier(model), { layers: {}, rollout: true });
  expect(rewritten.graph.input.map((each) => each.name)).toEqual(['input']);
  return (await runModel(rewritten, { input: feed }))[name] ?? tensor([], []);
}

/** Every Softmax of the file itself, by picture, from the first block to the last. */
export async function attentionOf(model: Model, feed: Tensor): Promise<readonly (readonly Float32Array[])[]> {
  const names = model.graph.node.flatMap(({ opType, output }) => (opType === 'Softmax' ? output : []));
  const { shapes } = new Classifier(model);
  const outputs = names.map((name) => floatValue(name, shapes.get(name)?.map(() => '') ?? []));
  const result = await runModel(withGraph(model, { output: [...model.graph.output, ...outputs] }), { input: feed });
  const [pictures = 0] = feed.dims;
  return Array.from({ length: pictures }, (_, picture) =>
    names.map((name) => {
      const { values = new Float32Array() } = result[name] ?? {};
      const length = values.length / pictures;
      return values.subarray(picture * length, (picture + 1) * length);
    }),
  );
}
