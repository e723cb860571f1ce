import { describe, expect, it } from 'vitest';
import { weightLevels } from '../support/rewrites.ts';
import { toForward } from '../support/rewrites.ts';
import { floatTensor, node } from '../../src/onnx/build.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import { randomTensor } from '../../src/onnx/random-weights.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { networks, side } from './networks/index.ts';
import { runModel, tensor } from './run-model.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';
import { withWeights } from '../support/with-weights.ts';

const named = (model: Model, layers: Readonly<Record<string, string>>) =>
  weightLevels(model, layers).levels.map(({ name, weights }) => [name, [...weights].sort()]);

describe('by hand', () => {
  it('from the logits down, the last level with all that lies before it', () => {
    expect(named(tinyResnet(), { stem: 'stem_relu', end: 'features' })).toEqual([
      ['classifier', ['fc.b', 'fc.w']],
      ['end', ['arm.w']],
      ['stem', ['stem.w']],
    ]);
    expect(named(tinyResnet(), { end: 'features' })).toEqual([
      ['classifier', ['fc.b', 'fc.w']],
      ['end', ['arm.w', 'stem.w']],
    ]);
  });

  it('leaves out a level without weights of its own', () => {
    // Only a ReLU lies between the two.
    expect(named(tinyResnet(), { stem: 'stem_relu', sum: 'sum', end: 'features' })).toEqual([
      ['classifier', ['fc.b', 'fc.w']],
      ['sum', ['arm.w']],
      ['stem', ['stem.w']],
    ]);
  });

  it('a weight that two levels share belongs to the upper one', () => {
    const model = tinyResnet();
    const { node: nodes } = model.graph;
    const again = node('Conv', ['arm', 'arm.w'], ['arm_2'], { pads: { ints: [1, 1, 1, 1] } });
    const add = node('Add', ['arm_2', 'stem_relu'], ['sum']);
    const shared = withGraph(model, { node: [...nodes.slice(0, 3), again, add, ...nodes.slice(4)] });
    expect(named(shared, { arm: 'arm', end: 'features' })).toEqual([
      ['classifier', ['fc.b', 'fc.w']],
      ['end', ['arm.w']],
      ['arm', ['stem.w']],
    ]);
  });

  it('finds a weight that is only handed on in another shape', () => {
    const model = tinyResnet();
    const turned = withGraph(model, {
      node: [
        ...model.graph.node.slice(0, -1),
        node('Transpose', ['fc.w'], ['fc.t']),
        node('Gemm', ['flat', 'fc.t', 'fc.b'], ['logits']),
      ],
    });
    expect(named(turned, { end: 'features' })[0]).toEqual(['classifier', ['fc.b', 'fc.w']]);
  });

  it('does not take running means and variances, nor whole numbers, for weights', () => {
    const model = tinyResnet();
    const four = (name: string, value: number) => floatTensor(name, [4], new Float32Array(4).fill(value));
    const normalised = withGraph(model, {
      node: [
        node('Conv', ['input', 'stem.w'], ['conv'], { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }),
        node('BatchNormalization', ['conv', 'scale', 'bias', 'mean', 'variance'], ['stem']),
        ...model.graph.node.slice(1),
      ],
      initializer: [
        ...model.graph.initializer,
        four('scale', 1),
        four('bias', 0),
        four('mean', 0),
        four('variance', 1),
      ],
    });
    expect(named(normalised, { end: 'features' })[1]).toEqual(['end', ['arm.w', 'bias', 'scale', 'stem.w']]);
  });
});

describe.each(Object.keys(networks))('%s', (family) => {
  const { model, layers } = networks[family]!();
  const { model: ready, levels } = weightLevels(model, Object.fromEntries(layers.map((layer) => [layer, layer])));
  const weights = levels.flatMap((level) => level.weights);

  it('has every weight at one level', () => {
    expect(new Set(weights).size).toBe(weights.length);
    // What is no weight: running means and variances, the class token of ViT, and single numbers.
    const others = new Set(
      model.graph.node.flatMap(({ opType, input }) => {
        return opType === 'BatchNormalization' ? input.slice(3) : opType === 'Expand' ? input.slice(0, 1) : [];
      }),
    );
    const floats = model.graph.initializer.filter((each) => (readFloats(each)?.length ?? 0) > 1);
    expect([...weights].sort()).toEqual(
      floats
        .map(({ name }) => name)
        .filter((name) => !others.has(name))
        .sort(),
    );
  });

  it('gives other logits at every level, and finite ones', async () => {
    const picture = tensor([1, 3, side, side], wave(3 * side * side));
    const logitsOf = async (of: Model) => {
      const { model: forward, image, logits } = toForward(of);
      return [...((await runModel(forward, { [image]: picture }))[logits]?.values ?? [])];
    };
    const seen = [await logitsOf(model)];
    for (const end of levels.keys()) {
      const names = new Set(levels.slice(0, end + 1).flatMap((level) => level.weights));
      const random = ready.graph.initializer.filter(({ name }) => names.has(name));
      const logits = await logitsOf(
        withWeights(ready, new Map(random.map((each) => [each.name, randomTensor(each, 1)]))),
      );
      expect(logits.every(Number.isFinite)).toBe(true);
      expect(seen).not.toContainEqual(logits);
      seen.push(logits);
    }
    expect(seen.length).toBeGreaterThan(1);
  });
});
