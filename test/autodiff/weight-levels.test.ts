import { describe, expect, it } from 'vitest';
import { weightLevels } from '../support/rewrites.ts';
import { toForward } from '../support/rewrites.ts';
import { floatTensor, intTensor, node } from '../../src/onnx/build.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import { randomTensor } from '../../src/onnx/random-weights.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { networks, side } from './networks/index.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { runModel, tensor } from './run-model.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';
import { withWeights } from '../support/with-weights.ts';

const named = (model: Model, layers: Readonly<Record<string, string>>) =>
  weightLevels(model, layers).levels.map(({ name, weights }) => [name, [...weights].sort()]);

describe('by hand', () => {
  it('from the logits down, the last level with everything before it', () => {
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

  it('omits a level without weights', () => {
    // Only a ReLU is between the two.
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

  it('finds a weight that is reshaped before use', () => {
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

  it('finds a weight whose rows are picked by their numbers', () => {
    const model = tinyResnet();
    const picked = withGraph(model, {
      node: [
        ...model.graph.node.slice(0, -1),
        node('Gather', ['table', 'rows'], ['bias']),
        node('Gemm', ['flat', 'fc.w', 'bias'], ['logits'], { transB: { int: 1 } }),
      ],
      initializer: [
        ...model.graph.initializer,
        floatTensor('table', [2, classes], new Float32Array(2 * classes).fill(1)),
        intTensor('rows', [1], [1]),
      ],
    });
    expect(named(picked, { end: 'features' })[0]).toEqual(['classifier', ['fc.w', 'table']]);
  });

  it('does not count running means, variances or integers as weights', () => {
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

const families = Object.entries({
  ...networks,
  ...Object.fromEntries(
    Object.entries(tokenFamilies).map(([name, build]) => {
      const { model, layers } = build();
      return [name, () => ({ model, layers: layers.map(({ value }) => value) })];
    }),
  ),
});

describe.each(families)('%s', (_, build) => {
  const { model, layers } = build();
  const { model: ready, levels } = weightLevels(model, Object.fromEntries(layers.map((layer) => [layer, layer])));
  const weights = levels.flatMap((level) => level.weights);

  it('has every weight at one level', () => {
    expect(new Set(weights).size).toBe(weights.length);
    // Constants that are not weights: running means and variances, and scalars.
    const others = new Set(
      model.graph.node.flatMap(({ opType, input }) => (opType === 'BatchNormalization' ? input.slice(3) : [])),
    );
    const floats = model.graph.initializer.filter((each) => (readFloats(each)?.length ?? 0) > 1);
    expect([...weights].sort()).toEqual(
      floats
        .map(({ name }) => name)
        .filter((name) => !others.has(name))
        .sort(),
    );
  });

  it('changes the logits at every level, and keeps them finite', async () => {
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
