/**
 * How far a stage on the GPU, in float32, may be from its reference in float64: as a share of the largest magnitude in the tensor.
 * 0 is for what is counted.
 */
import type { StageName } from '../stage-names.ts';

export const tolerances: Readonly<Record<StageName, number>> = {
  preprocess: 1e-4,
  'channel-weights': 1e-4,
  'weighted-sum': 1e-4,
  'plus-plus-weights': 1e-4,
  'x-grad-weights': 1e-4,
  'product-sum': 1e-4,
  'principal-map': 1e-3,
  'colour-maximum': 0,
  mask: 1e-5,
  erase: 0,
  scale: 1e-6,
  'replace-pixels': 0,
  blur: 1e-5,
  // WGSL promises 11 bits of a cosine.
  'add-noise': 2 ** -9,
  upsample: 1e-5,
  normalize: 1e-6,
  pointing: 2e-5,
  threshold: 0,
  components: 0,
  boxes: 0,
  // Where the two fall on two sides of a half, the next colour is taken.
  blend: 8 / 255,
};

/** A pixel whose normalised value is this close to the threshold may be on or off. */
export const thresholdTolerance = 1e-6;
