/** The graph of the converted ResNet-50: its description, its layers and the levels of its weights. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import resnet50 from '../../models/resnet50.json' with { type: 'json' };
import { listLayers } from '../support/rewrites.ts';
import { weightLevels } from '../support/rewrites.ts';
import { readModel } from '../../src/onnx/read.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { describeModel } from '../../src/pipeline/model/describe-model.ts';
import { readDescription } from '../../src/pipeline/model/read-description.ts';

let model: Model;
beforeAll(() => {
  model = readModel(readFileSync(new URL('../../models/resnet50.onnx', import.meta.url)));
});

it('its description is used unchanged', () => {
  const given = readDescription(resnet50, 'resnet50.json');
  const described = describeModel(model, given, resnet50.file);
  expect({ ...described, classifier: undefined }).toEqual({ ...resnet50, assumed: [], classCount: 1000 });
});

it('it has 50 layers, and its stages are found', () => {
  const found = listLayers(model);
  const ends = found.filter(({ isLast }) => isLast).map(({ value, resolution }) => [resolution, value]);
  const { conv1, layer1, layer2, layer3, layer4 } = resnet50.layers;
  expect(ends).toEqual([conv1, layer1, layer2, layer3, layer4].map((value, i) => [2 ** (i + 1), value]));
  expect(found.find(({ recommended }) => recommended)).toEqual({
    value: layer4,
    operator: 'Relu',
    shape: ['batch', 2048, expect.stringContaining('height'), expect.stringContaining('width')],
    // The stem with its pool has 3 nodes, a unit's arm 5, then the sum and a ReLU (3 · conv, 2 · relu, sum, relu).
    depth: 3 + 16 * 7,
    resolution: 32,
    isLast: true,
    isTrunk: true,
    recommended: true,
  });
  const values = found.map(({ value }) => value);
  expect(values).toHaveLength(50);
  expect(Object.values(resnet50.layers).filter((value) => !values.includes(value))).toEqual([]);
});

it('the levels of its weights are the classifier, then its four stages, two weights per convolution', () => {
  const layers: Readonly<Record<string, string>> = resnet50.layers;
  const { levels } = weightLevels(model, Object.fromEntries(resnet50.strip.map((name) => [name, layers[name]!])));
  // Stages of 3, 6, 4 and 3 units of three convolutions, each stage with one more on its shortcut; and the stem.
  expect(levels.map(({ name, weights }) => [name, weights.length])).toEqual([
    ['classifier', 2],
    ['layer4', 2 * (3 * 3 + 1)],
    ['layer3', 2 * (6 * 3 + 1)],
    ['layer2', 2 * (4 * 3 + 1)],
    ['layer1', 2 * (3 * 3 + 1 + 1)],
  ]);
});
