import { expect, test } from 'vitest';
import { channelWeights } from '../support/references/channel-weights.ts';
import { normalize } from '../support/references/find-ranges.ts';
import { threshold } from '../support/references/threshold.ts';
import { conventionNames, conventions } from '../../src/pipeline/recipe/conventions.ts';
import { upsample } from '../support/references/upsample.ts';
import { weightedSum } from '../support/references/weighted-sum.ts';
import { expectClose } from '../support/compare.ts';

test('a channel weighs the mean of its gradients', () => {
  expectClose(channelWeights([1, 2, 3, 6, -1, 0, 0, -3], 2, 4), [3, -1], { tolerance: 1e-15 });
});

test('maps are weighted sums over channels, signed, picture by picture', () => {
  const activations = [1, 2, 10, 20, 3, 4, 30, 40];
  expect([...weightedSum([1, -0.5, 2, 0], activations, 2, 2, 2)]).toEqual([-4, -8, 6, 8]);
});

test('2 × 2 stretched to 4 × 4', () => {
  const heatmap = upsample([0, 4, 8, 12], { width: 2, height: 2 }, { width: 4, height: 4 }, false);
  expect([...heatmap]).toEqual([0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12]);
});

test('negative values become 0 before stretching, not after', () => {
  const [width, height] = [4, 1];
  const heatmap = upsample([-4, 4], { width: 2, height: 1 }, { width, height }, true);
  expect([...heatmap]).toEqual([0, 1, 3, 4]);
});

test('min-max', () => {
  expect(normalize([-1, 3, 1])).toEqual({ values: Float64Array.of(0, 1, 0.5), minimum: -1, maximum: 3 });
});

test('an even heatmap becomes zeros', () => {
  expect(normalize([5, 5])).toEqual({ values: Float64Array.of(0, 0), minimum: 5, maximum: 5 });
});

test.each([NaN, Infinity, -Infinity])('a heatmap with %s becomes zeros and has no range', (value) => {
  expect(normalize([1, value, 2])).toEqual({ values: new Float64Array(3), minimum: NaN, maximum: NaN });
});

test('a mask is 1 from the threshold upwards, and 0 for an empty heatmap', () => {
  expect([...threshold([0, 0.5, 0.499, 1], 0.5, false)]).toEqual([0, 1, 0, 1]);
  expect([...threshold(Float32Array.of(0.15), 0.15, false)]).toEqual([1]);
  expect([...threshold([0, 0], 0, true)]).toEqual([0, 0]);
});

/** The libraries' own steps, one after the other. */
const shifted = (values: Float64Array, epsilon: number): Float64Array => {
  const minimum = Math.min(...values);
  const divisor = Math.max(...values.map((value) => value - minimum)) + epsilon;
  return values.map((value) => (value - minimum) / divisor);
};
const [small, large] = [
  { width: 3, height: 2 },
  { width: 8, height: 5 },
];

test.each([1, 1e-7, 1e-8])(
  'conventions in one step are what the libraries do in several, values around %s',
  (scale) => {
    const map = Float64Array.of(0.5, -1, 3, 2, -0.25, 1).map((value) => value * scale);
    const heatmap = upsample(map, small, large, true);
    const positive = map.map((value) => Math.max(0, value));
    const stretched = (values: Float64Array): Float64Array => upsample(values, small, large, false);

    const torchCam = stretched(shifted(positive, 1e-8));
    const layer = normalize(heatmap, conventions['torch-cam'].range, positive).values;
    layer.forEach((value, i) => expect(value).toBeCloseTo(torchCam[i]!, 12));

    const pytorchGradCam = shifted(stretched(shifted(positive, 1e-7)), 1e-7);
    const both = normalize(heatmap, conventions['pytorch-grad-cam'].range, positive).values;
    both.forEach((value, i) => expect(value).toBeCloseTo(pytorchGradCam[i]!, 12));

    const distance = Math.max(...layer.map((value, i) => Math.abs(value - both[i]!)));
    expect(distance).toBeGreaterThan(1e-3);
  },
);

test('by hand: epsilon is felt by tiny maps', () => {
  const map = [0, 3e-8];
  expect(normalize(map, conventions['torch-cam'].range, map).values[1]).toBeCloseTo(0.75, 12);
  expect(normalize(map, conventions.paper.range, map).values[1]).toBe(1);
});

test.each(conventionNames)('%s: an even heatmap becomes zeros', (name) => {
  const { values, minimum, maximum } = normalize([0, 0], conventions[name].range, [0]);
  expect([...values, minimum, maximum]).toEqual([0, 0, 0, 0]);
});
