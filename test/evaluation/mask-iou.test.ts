/** IoU of pixels, by hand. */
import { expect, it } from 'vitest';
import { maskIou } from '../../src/evaluation/mask-iou.ts';

const heatmap = { width: 2, height: 2, values: Float32Array.of(1, 0.5, 0.25, 0) };
const truth = (...values: number[]) => ({ width: 2, height: 2, values: Uint8Array.from(values) });

it.each([
  // Found: 1, 0.5 and 0.25.
  [truth(1, 1, 0, 0), 0.2, 2 / 3],
  [truth(1, 1, 0, 0), 0.5, 1],
  [truth(1, 1, 0, 0), 0.6, 1 / 2],
  [truth(0, 0, 0, 1), 0.6, 0],
  [truth(0, 0, 0, 1), 0, 1 / 4],
  // What is ignored is neither missed nor found.
  [truth(1, 1, 255, 0), 0.2, 1],
  [truth(1, 255, 0, 1), 0.2, 1 / 3],
])('%o at %d is %d', (mask, threshold, expected) => {
  expect(maskIou(heatmap, mask, threshold)).toBe(expected);
});

it('reaches the threshold as float32', () => {
  const values = Float32Array.of(0.1, 0);
  const mask = { width: 2, height: 1, values: Uint8Array.of(1, 0) };
  expect(maskIou({ width: 2, height: 1, values }, mask, 0.1)).toBe(1);
});

it('compares each pixel of a gigantic picture with the heatmap where its middle lies', () => {
  const mask = { width: 4, height: 3, values: Uint8Array.of(1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0) };
  // Row 0 has its middle in the upper half, rows 1 and 2 in the lower.
  expect(maskIou({ width: 2, height: 2, values: Float32Array.of(1, 0, 0, 0) }, mask, 0.5)).toBe(2 / 4);
  expect(maskIou({ width: 2, height: 2, values: Float32Array.of(1, 0, 1, 0) }, mask, 0.5)).toBe(4 / 6);
});
