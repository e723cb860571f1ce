/** What the CPU engine does with pictures, which its chain takes in a browser only, and what is its own; against the references. */
import { describe, expect, test } from 'vitest';
import { hash } from '../../../../src/pipeline/engine/cpu/add-noise.ts';
import { blend } from '../../../../src/pipeline/engine/cpu/blend.ts';
import { preprocess } from '../../../../src/pipeline/engine/cpu/preprocess.ts';
import { upsample } from '../../../../src/pipeline/engine/cpu/upsample.ts';
import { colourMaps } from '../../../../src/shaders/colour-maps.ts';
import { expectClose } from '../../../support/compare.ts';
import { randomFrom, randomValues } from '../../../support/random.ts';
import { pcg3d } from '../../../support/references/add-noise.ts';
import { blend as blendReference } from '../../../support/references/blend.ts';
import { preprocess as preprocessReference } from '../../../support/references/preprocess.ts';
import { upsample as upsampleReference } from '../../../support/references/upsample.ts';

const random = randomFrom(31);
const bytes = (count: number): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: count }, () => Math.floor(random() * 256));

describe.each([
  [1, 1],
  [7, 7],
  [33, 14],
  [224, 100],
  [257, 129],
  [1, 300],
  [300, 2],
])('a picture of %i × %i', (width, height) => {
  test.each([
    [
      { width, height },
      { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
    ],
    [
      { width: 64, height: 50 },
      { order: 'BGR', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
    ],
    [
      { width: 33, height: 7 },
      { order: 'RGB', scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.2, 0.3, 0.4] },
    ],
  ] as const)('is resized to $width × $height', (size, normalization) => {
    const rgba = bytes(4 * width * height);
    const planes = preprocess({ rgba, width, height }, { ...size, ...normalization });
    const expected = preprocessReference(rgba, { width, height }, size, normalization);
    expectClose(planes, expected, { tolerance: 1e-10, width: size.width });
    const rounded = preprocess({ rgba, width, height }, { ...size, ...normalization }, new Float32Array(planes.length));
    expect(rounded).toEqual(Float32Array.from(planes));
  });
});

test.each([0, 0.3, 1])('heatmaps are blended with pictures, opacity %s', (opacity) => {
  const heatmap = Float32Array.from(randomValues(500, 1.2, random));
  const [picture, colours] = [randomValues(1500, 127, random).map((value) => value + 127.5), colourMaps.turbo];
  const expected = blendReference(heatmap, picture, colours, opacity);
  expect([...blend({ heatmap, picture, colours, opacity })]).toEqual(expected);
});

test('a heatmap of float32 receives the rounded values', () => {
  const map = randomValues(6, 1, random);
  const [from, to] = [
    { width: 3, height: 2 },
    { width: 7, height: 9 },
  ];
  const heatmap = upsample(map, from, to, true, new Float32Array(63));
  const expected = upsampleReference(map, from, to, true);
  expectClose(upsample(map, from, to, true), expected, { tolerance: 1e-14, width: 7 });
  expectClose(heatmap, Float32Array.from(expected), { tolerance: 1e-7, width: 7 });
});

test.each<[number, number, number]>([
  [0, 0, 0],
  [1, 2, 3],
  [150527, 24, 0],
  [2 ** 32 - 1, 2 ** 31, 7],
])('the hash of %i, %i, %i is PCG3D', (...seeds) => {
  expect(hash(...seeds)).toEqual(pcg3d(seeds));
});
