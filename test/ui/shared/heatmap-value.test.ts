/** The value of a heatmap at a pixel, against the references that heatmaps are tested against. */
import { describe, expect, it } from 'vitest';
import { conventionNames, conventions } from '../../../src/pipeline/recipe/conventions.ts';
import { heatmapValueAt, pixelAt } from '../../../src/ui/shared/heatmap-value.ts';
import { normalize } from '../../support/references/find-ranges.ts';
import { relu } from '../../support/references/rectify.ts';
import { upsample } from '../../support/references/upsample.ts';
import { randomFrom, randomValues } from '../../support/random.ts';

const map = { width: 5, height: 3, values: Array.from(randomValues(15, 2, randomFrom(1))) };
const picture = { width: 23, height: 17 };

describe.each(conventionNames)('by the convention %s', (name) => {
  const { rectifies, range } = conventions[name];
  it.each([true, false].filter((rectify) => rectify || !rectifies))('of a map, rectified: %s', (rectify) => {
    const heatmap = upsample(map.values, map, picture, rectify);
    const wanted = normalize(heatmap, range, rectify ? map.values.map(relu) : map.values);
    const explanation = { map, minimum: wanted.minimum, maximum: wanted.maximum, empty: false };
    const found = Array.from({ length: picture.width * picture.height }, (_, index) =>
      heatmapValueAt(explanation, picture, [index % picture.width, Math.floor(index / picture.width)]),
    );
    found.forEach((value, index) => expect(value).toBeCloseTo(wanted.values[index]!, 12));
    expect(new Set(found).size).toBeGreaterThan(100);
  });
});

it('is 0 everywhere in an empty heatmap', () => {
  expect(heatmapValueAt({ map, minimum: 1, maximum: 1, empty: true }, picture, [0, 0])).toBe(0);
});

it.each([
  [
    [0, 0],
    [0, 0],
  ],
  [
    [0.5, 0.5],
    [11, 8],
  ],
  [
    [1, 1],
    [22, 16],
  ],
  [[1.01, 0.5], undefined],
  [[0.5, -0.01], undefined],
  [[Number.NaN, 0], undefined],
] as const)('the point %j lies in the pixel %j', (point, pixel) => {
  expect(pixelAt(picture, point)).toEqual(pixel);
});
