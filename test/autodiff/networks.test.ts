/** Whole networks: the gradient along random directions, compared with central differences of the network. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { floatValue } from '../../src/onnx/build.ts';
import { findAncestors, indexGraph } from '../../src/onnx/graph.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { networks, side } from './networks/index.ts';
import { startRunner, tensor, type Tensor } from './run-model.ts';
import { wave } from './tiny-resnet.ts';

const batch = 2;
const target = tensor([batch, 5], [1, 0, -0.5, 0, 2, /* */ 0, 0, 0, 1, 0]);
const picture = tensor([batch, 3, side, side], wave(batch * 3 * side * side, 1, 0.7));
const directions = [0, 1, 2];
const tolerance = 1e-3;

describe.each(Object.entries(networks))('%s', (_, build) => {
  it('has the gradients of central differences, at every layer and at the input', async () => {
    const { model, layers } = build();
    const rewritten = addGradients(model, {
      layers: Object.fromEntries(layers.map((layer) => [layer, layer])),
      input: true,
    });
    const runner = await startRunner(rewritten.model);
    const result = await runner.run({ input: picture, [rewritten.target]: target });
    await runner.release();
    const computed = new Set(rewritten.model.graph.node.flatMap(({ output }) => output));
    const places = [
      ...layers.map((layer) => ({
        // A value that is padded has only the output's name.
        value: computed.has(layer) ? layer : (rewritten.layers[layer]?.activations ?? ''),
        at: result[rewritten.layers[layer]?.activations ?? ''],
        gradient: result[rewritten.layers[layer]?.gradients ?? ''],
      })),
      { value: 'input', at: picture, gradient: result['gradients/input'] },
    ];
    for (const { value, at = tensor([], []), gradient = tensor([], []) } of places) {
      expect(gradient.dims).toEqual(at.dims);
      const behind = await startRunner(modelBehind(rewritten.model, value, rewritten.logits, at.dims));
      const score = async (moved: Tensor): Promise<number> =>
        dot(target.values, (await behind.run({ [value]: moved }))[rewritten.logits]?.values ?? []);
      const length = Math.sqrt(dot(gradient.values, gradient.values));
      for (const salt of directions) {
        // Half of it is along the gradient, so that the product is never small by chance.
        const noise = wave(at.values.length, 1, salt + 3);
        const norm = Math.sqrt(dot(noise, noise));
        // Zero where a ReLU gave 0, because ties of a max pool would otherwise be broken.
        const along = noise.map((entry, i) =>
          at.values[i] === 0 ? 0 : entry / norm + (gradient.values[i] ?? 0) / length,
        );
        const numeric = await slope(score, at, along);
        const analytic = dot(gradient.values, along);
        expect(Math.abs(analytic - numeric) / Math.abs(numeric), `${value}: ${analytic}, ${numeric}`).toBeLessThan(
          tolerance,
        );
      }
      await behind.release();
    }
  });
});

/** Central difference along a direction, with a small step because of the kinks of ReLU. */
async function slope(score: (at: Tensor) => Promise<number>, at: Tensor, along: ArrayLike<number>): Promise<number> {
  const step = 2 ** -7;
  const moved = (by: number): Tensor =>
    tensor(
      at.dims,
      at.values.map((value, i) => value + by * (along[i] ?? 0)),
    );
  return ((await score(moved(step))) - (await score(moved(-step)))) / (2 * step);
}

/** The part of a network after one of its values, which becomes the input. */
function modelBehind(model: Model, value: string, logits: string, dims: readonly number[]): Model {
  const graph = indexGraph(model);
  const before = new Set(value === 'input' ? [] : findAncestors(graph, value).nodes);
  const { nodes } = findAncestors(graph, logits);
  return withGraph(model, {
    node: nodes.filter((node) => !before.has(node)),
    input: [floatValue(value, dims)],
    output: [floatValue(logits, ['', ''])],
  });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}
