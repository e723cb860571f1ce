import { describe, expect, test } from 'vitest';
import { clearCancelled } from '../support/references/clear-cancelled.ts';
import { colourMaximum } from '../support/references/colour-maximum.ts';
import { mask } from '../support/references/mask.ts';
import { plusPlusWeights } from '../support/references/plus-plus-weights.ts';
import { productSum } from '../support/references/product-sum.ts';
import { xGradWeights } from '../support/references/x-grad-weights.ts';
import { expectClose } from '../support/compare.ts';

test('Grad-CAM++ weighs positive gradients by their share; a gradient of zero has none', () => {
  // By channel: ΣA 4 and 0.25 / (0.5 + 4 · 0.125); no gradient; ΣA 0 and 1e-6 / (2e-6 + 1e-6).
  const activations = [1, 3, 5, 6, 2, -2];
  const gradients = [0.5, -2, 0, 0, 1e-3, 0];
  const expected = [0.125 / 1.000001, 0, 1e-3 / 3];
  expectClose(plusPlusWeights(activations, gradients, 3, 2), expected, { tolerance: 1e-15 });
});

test('XGrad-CAM weighs gradients by their activations; a dead channel weighs nothing', () => {
  const weights = xGradWeights([1, 3, 0, 0], [2, -1, 5, 7], 2, 2);
  expectClose(weights, [-1 / 4.0000001, 0], { tolerance: 1e-15 });
});

describe('products of gradients and activations, summed over channels, picture by picture', () => {
  const gradients = [1, -2, 3, 4, -5, 6, 0, 1];
  const activations = [10, 20, 30, 40, 1, 2, 3, 4];

  test('signed', () => {
    const maps = productSum(gradients, activations, { channels: 2, positions: 2, rectify: 'nothing' });
    expect([...maps]).toEqual([100, 120, -5, 16]);
  });

  test('of positive gradients alone', () => {
    const maps = productSum(gradients, activations, { channels: 2, positions: 2, rectify: 'gradients' });
    expect([...maps]).toEqual([100, 160, 0, 16]);
  });

  test('of positive products alone: two negative factors make one', () => {
    const maps = productSum([-1, 2, 3, -4], [-5, 6, -7, 8], { channels: 2, positions: 2, rectify: 'products' });
    expect([...maps]).toEqual([5, 12]);
  });
});

test('a map is cleared if it is below a share of its largest sum of positive terms at every position', () => {
  const maps = [1, -2, 1, -3, 1, 3, 0, 0];
  const positives = [12, 0, 12, 0, 0, 12, 0, 0];
  expect([...clearCancelled(maps, positives, { positions: 2, share: 0.25 })]).toEqual([0, 0, 1, -3, 1, 3, 0, 0]);
});

test('a pixel counts by its strongest colour, whatever the sign', () => {
  expect([...colourMaximum([1, -2, -3, 0, 2, 1, 0, 0, 0, 5, -6, 0], 3, 2)]).toEqual([3, 2, 6, 5]);
});

describe('a mask multiplies every channel of its entry', () => {
  const tensor = [1, 2, 3, 4, 10, 20, 30, 40];
  const heatmaps = [0, 4, -1, 1, 7, 7];
  const ranges = [0, 4, -1, 3, 7, 7];
  const shape = { channels: 2, positions: 2 };

  test('one entry under every heatmap; a constant heatmap masks all', () => {
    const masked = mask(tensor, heatmaps, ranges, { ...shape, first: 1, step: 0 });
    expect([...masked]).toEqual([0, 20, 0, 40, 0, 10, 0, 20, 0, 0, 0, 0]);
  });

  test('every entry under its own heatmap', () => {
    const masked = mask(tensor, heatmaps.slice(0, 4), ranges.slice(0, 4), { ...shape, first: 0, step: 1 });
    expect([...masked]).toEqual([0, 2, 0, 4, 0, 10, 0, 20]);
  });

  test('a heatmap that is not finite leaves nothing that is', () => {
    expect([...mask([1, 2], [1, NaN], [NaN, NaN], { channels: 1, positions: 2, first: 0, step: 1 })]).toEqual([
      NaN,
      NaN,
    ]);
  });
});
