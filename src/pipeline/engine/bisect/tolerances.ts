/**
 * How much a stage on the GPU (float32) may differ from the CPU engine (float64), as a fraction of the largest
 * magnitude in the tensor. 0 is for integer results.
 */
import type { StageName } from '../stage-names.ts';

export const tolerances: Readonly<Record<StageName, number>> = {
  preprocess: 1e-4,
  'channel-weights': 1e-4,
  'weighted-sum': 1e-4,
  'plus-plus-weights': 1e-4,
  'x-grad-weights': 1e-4,
  'product-sum': 1e-4,
  'clear-cancelled': 0,
  'principal-map': 1e-3,
  'colour-maximum': 0,
  mask: 1e-5,
  erase: 0,
  scale: 1e-6,
  'replace-pixels': 0,
  impute: 1e-3,
  blur: 1e-5,
  // WGSL guarantees 11 bits of a cosine.
  'add-noise': 2 ** -9,
  'unit-vectors': 1e-4,
  halve: 1e-6,
  vote: 1e-4,
  clamp: 0,
  'cap-at-median': 0,
  'guided-coefficients': 1e-3,
  'guided-means': 1e-5,
  upsample: 1e-5,
  'find-ranges': 1e-6,
  pointing: 2e-5,
  threshold: 0,
  components: 0,
  boxes: 0,
  // If the two values round to different indices, the colours are neighbours in the colour map.
  blend: 8 / 255,
};

/** A pixel whose normalised value is this close to the threshold may be on or off. */
export const thresholdTolerance = 1e-6;
