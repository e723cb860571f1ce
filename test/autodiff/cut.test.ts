/** The part of a network after a layer, fed with the layer's activations, compared with the whole network. */
import { describe, expect, it } from 'vitest';
import { cutAt } from '../support/rewrites.ts';
import { toForward } from '../support/rewrites.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { largestDifference } from './compare.ts';
import { networks, side } from './networks/index.ts';
import { runModel, tensor } from './run-model.ts';
import { channels, classifier, classes, tinyResnet, wave } from './tiny-resnet.ts';

const picture = tensor([2, 3, side, side], wave(2 * 3 * side * side));

/** Logits and some activations of the whole network. */
async function runWhole(model: Model, layers: readonly string[]) {
  const { model: forward, image, logits } = toForward(model);
  const outputs = [...forward.graph.output, ...layers.map((layer) => floatValue(layer, ['', '', '', '']))];
  const found = await runModel(withGraph(forward, { output: outputs }), { [image]: picture });
  return { logits: found[logits], activations: layers.map((layer) => found[layer] ?? tensor([], [])) };
}

describe.each(Object.keys(networks))('%s', (family) => {
  it('tail(activations(x)) = logits(x) at every layer', async () => {
    const { model, layers } = networks[family]!();
    const { logits, activations } = await runWhole(model, layers);
    for (const [i, layer] of layers.entries()) {
      const tail = cutAt(model, layer);
      expect([tail.input, tail.image]).toEqual([layer, undefined]);
      const found = await runModel(tail.model, { [tail.input]: activations[i]! });
      expect(found[tail.logits]?.dims).toEqual(logits?.dims);
      expect(largestDifference(found[tail.logits]?.values, logits?.values ?? []), layer).toBeLessThan(1e-5);
    }
  });
});

it('keeps the picture as an input if the logits also depend on it otherwise', async () => {
  const model = tinyResnet();
  const { logits, activations } = await runWhole(model, ['arm']);
  const tail = cutAt(model, 'arm');
  expect(tail.image).toBe('input');
  const given = activations[0]!;
  const found = await runModel(tail.model, { arm: given, input: picture });
  expect(found['logits']?.values).toEqual(logits?.values);
  // Without the arm, the logits of the stem's own path remain.
  const without = await runModel(tail.model, {
    arm: tensor(
      given.dims,
      given.values.map(() => 0),
    ),
    input: picture,
  });
  const alone = tinyResnet({ nodes: model.graph.node.map((each) => (each.opType === 'Add' ? skipOnly : each)) });
  expect(without['logits']?.values).toEqual((await runModel(alone, { input: picture }))['logits']?.values);
});

const skipOnly = node('Identity', ['stem_relu'], ['sum']);

it('equals the value by hand: means of the activations times the classifier', async () => {
  const tail = cutAt(tinyResnet(), 'features');
  const features = tensor([1, channels, 1, 2], [1, 3, 0, 2, -1, 1, 4, 0]);
  const means = [2, 1, 0, 2];
  const expected = [0.1, -0.2, 0.3].map(
    (bias, k) => bias + means.reduce((sum, mean, c) => sum + mean * classifier[k * channels + c]!, 0),
  );
  const found = await runModel(tail.model, { features });
  expect(largestDifference(found['logits']?.values, expected)).toBeLessThan(1e-6);
});

it('contains only the weights after the layer, as the same objects', () => {
  const model = tinyResnet();
  const { graph } = cutAt(model, 'features').model;
  const behind = model.graph.initializer.filter(({ name }) => name.startsWith('fc.'));
  expect(graph.initializer).toHaveLength(2);
  expect(graph.initializer.every((weight) => behind.includes(weight))).toBe(true);
  expect(graph.node.map(({ opType }) => opType)).toEqual(['GlobalAveragePool', 'Flatten', 'Gemm']);
  expect(graph.input).toEqual([
    floatValue('features', ['batch', channels, 'floor((height-1)/2)+1', 'floor((width-1)/2)+1']),
  ]);
});

it('accepts several pictures even if the model’s batch is fixed', async () => {
  const fixed = tinyResnet({
    inputs: [floatValue('input', [1, 3, 8, 8])],
    outputs: [floatValue('logits', [1, classes])],
  });
  const tail = cutAt(withGraph(fixed, { valueInfo: [floatValue('sum', [1, channels, 4, 4])] }), 'arm');
  expect(tail.model.graph.input).toEqual([
    floatValue('arm', ['batch', channels, 4, 4]),
    floatValue('input', ['batch', 3, 8, 8]),
  ]);
  const feeds = { arm: tensor([2, channels, 4, 4], wave(2 * channels * 16)), input: tensor([2, 3, 8, 8], wave(384)) };
  const second = {
    arm: tensor([1, channels, 4, 4], feeds.arm.values.slice(channels * 16)),
    input: tensor([1, 3, 8, 8], feeds.input.values.slice(192)),
  };
  const [both, alone] = [await runModel(tail.model, feeds), await runModel(tail.model, second)];
  expect(both['logits']?.values.slice(classes)).toEqual(alone['logits']?.values);
});

it('removes a softmax, and flattens logits with spatial dimensions', async () => {
  const { graph } = tinyResnet();
  const nodes = [
    ...graph.node.slice(0, 6),
    node('Conv', ['pooled', 'point', 'fc.b'], ['wide']),
    node('Softmax', ['wide'], ['p'], { axis: { int: 1 } }),
  ];
  const weights = [
    ...graph.initializer,
    floatTensor('point', [classes, channels, 1, 1], Float32Array.from(classifier)),
  ];
  const model = tinyResnet({ nodes, weights, outputs: [floatValue('p', ['batch', classes, 1, 1])] });
  const expected = await runWhole(tinyResnet(), ['features']);
  const forward = toForward(model);
  expect(forward.model.graph.node.map(({ opType }) => opType)).not.toContain('Softmax');
  expect((await runModel(forward.model, { input: picture }))[forward.logits]).toEqual(expected.logits);
  const tail = cutAt(model, 'features');
  expect((await runModel(tail.model, { features: expected.activations[0]! }))[tail.logits]).toEqual(expected.logits);
});

it('keeps the other pieces of a Split', async () => {
  const { graph } = tinyResnet();
  const split = node('Split', ['features'], ['left', 'right'], { axis: { int: 1 } });
  const joined = node('Concat', ['right', 'left'], ['crossed'], { axis: { int: 1 } });
  const model = tinyResnet({
    nodes: [
      ...graph.node.slice(0, 5),
      split,
      joined,
      node('GlobalAveragePool', ['crossed'], ['pooled']),
      ...graph.node.slice(6),
    ],
  });
  const { logits, activations } = await runWhole(model, ['left']);
  const tail = cutAt(model, 'left');
  expect(tail.image).toBe('input');
  const found = await runModel(tail.model, { left: activations[0]!, input: picture });
  expect(found['logits']).toEqual(logits);
});

it.each([
  ['nowhere', 'there is no value "nowhere" in the graph'],
  ['flat', 'its value "flat" does not hold maps'],
  ['input', 'there is no value "input" in the graph'],
  ['aside', 'The logits do not depend on the value "aside".'],
])('refuses to cut at %s', (value, message) => {
  const model = tinyResnet({ nodes: [...tinyResnet().graph.node, node('Relu', ['sum'], ['aside'])] });
  expect(() => cutAt(model, value)).toThrow(
    expect.objectContaining({ code: 'unknown-layer', message: expect.stringContaining(message) as string }) as Error,
  );
});
