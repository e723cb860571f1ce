/** The refusals that are predicted without building the gradients are those that occur when building them. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { findRefusals } from '../../src/autodiff/find-refusals.ts';
import { findGradientPath } from '../../src/autodiff/gradient-path.ts';
import { findOrder } from '../../src/autodiff/maps.ts';
import { CamLensError } from '../../src/errors.ts';
import { floatTensor, intTensor, node } from '../../src/onnx/build.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import { listLayers } from '../support/rewrites.ts';
import { networks } from './networks/index.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';

const { graph } = tinyResnet();

/** Value → the error of addGradients if it is the layer. */
function refusalsWhenBuilt(classifier: Classifier, values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    values.flatMap((value) => {
      try {
        addGradients(classifier, { layers: { layer: value } });
        return [];
      } catch (error) {
        if (error instanceof CamLensError) return [[value, error.message] as const];
        throw error;
      }
    }),
  );
}

function expectAlike(classifier: Classifier): ReadonlyMap<string, string> {
  const path = findGradientPath(classifier);
  const maps = [...path.readers.keys()].filter(
    (value) =>
      classifier.shapes.get(value)?.length === 4 &&
      findOrder(classifier, value) !== undefined &&
      value !== classifier.image,
  );
  const refusals = findRefusals(classifier, path);
  const found = new Map(
    maps.flatMap((value) => {
      const refusal = refusals.get(value);
      return refusal === undefined ? [] : [[value, refusal.message] as const];
    }),
  );
  expect(found).toEqual(refusalsWhenBuilt(classifier, maps));
  return found;
}

describe('every map of a family', () => {
  it.each(Object.keys(networks))('%s', (family) => {
    expect(expectAlike(new Classifier(networks[family]!().model)).size).toBe(0);
  });
});

/** The tiny network with other nodes instead of the one that computes `value`. */
function withInstead(value: string, nodes: readonly NodeProto[]) {
  return tinyResnet({
    nodes: graph.node.flatMap((each) => (each.output[0] === value ? nodes : [each])),
    weights: [
      ...graph.initializer,
      intTensor('sizes', [4], [1, 4, 4, 4]),
      floatTensor('scales', [4], Float32Array.of(1, 1, 1.5, 1.5)),
      floatTensor('k', [1, 4, 1, 1], wave(4)),
    ],
  });
}

describe('if an operator on the path has no gradient, only the layers after it are offered', () => {
  const antialiased = { mode: { string: 'linear' }, antialias: { int: 1 } };
  const poolSame = { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, auto_pad: { string: 'SAME_UPPER' } };
  it.each([
    ['an operator without a rule', 'arm', [node('ReverseSequence', ['stem_relu'], ['arm'])], ['stem', 'stem_relu']],
    [
      'a rule that refuses what the node is',
      'sum',
      [node('Resize', ['arm', '', 'scales'], ['sum'], antialiased)],
      ['arm', 'stem', 'stem_relu'],
    ],
    [
      'padding that follows a free size',
      'sum',
      [node('AveragePool', ['arm'], ['sum'], poolSame)],
      ['arm', 'stem', 'stem_relu'],
    ],
    [
      'one input of an operator that takes the other',
      'sum',
      [
        node('GlobalAveragePool', ['stem_relu'], ['mean']),
        node('Mul', ['mean', 'k'], ['made weights']),
        node('Conv', ['arm', 'made weights'], ['sum']),
      ],
      ['made weights', 'mean', 'stem', 'stem_relu'],
    ],
  ] as const)('%s', (_, value, nodes, expected) => {
    const found = expectAlike(new Classifier(withInstead(value, nodes)));
    expect([...found.keys()].sort()).toEqual(expected);
  });

  it('lists them for a picture of known size, even if padding depends on it', () => {
    const model = withInstead('sum', [node('AveragePool', ['arm'], ['sum'], poolSame)]);
    expect(listLayers(model).map(({ value }) => value)).toEqual(['stem_relu', 'arm', 'features']);
    const refused = withInstead('sum', [node('Resize', ['arm', '', 'scales'], ['sum'], antialiased)]);
    expect(listLayers(refused).map(({ value }) => value)).toEqual(['features']);
  });
});
