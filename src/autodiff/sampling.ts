/** Which entries Resize reads, and with what weight: one axis at a time, as ONNX defines it. */
import type { Step } from './rule.ts';
import { own } from '../own.ts';

export interface Sampling {
  readonly coordinates: (at: number, scale: number, inSize: number, outSize: number) => number;
  readonly weights: (x: number, inSize: number) => readonly (readonly [index: number, weight: number])[];
  readonly isNearest: boolean;
}

/** coordinate_transformation_mode: from a position in the output to one in the input. */
const coordinates: Readonly<Record<string, Sampling['coordinates']>> = {
  half_pixel: (at, scale) => (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, scale, _, outSize) => (outSize > 1 ? (at + 0.5) / scale - 0.5 : 0),
  half_pixel_symmetric: (at, scale, inSize, outSize) =>
    (inSize / 2) * (1 - outSize / (scale * inSize)) + (at + 0.5) / scale - 0.5,
  asymmetric: (at, scale) => at / scale,
  align_corners: (at, _, inSize, outSize) => (outSize === 1 ? 0 : (at * (inSize - 1)) / (outSize - 1)),
};

const nearest: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** @throws CamLensError `operator-unsupported` if its mode is none of ONNX's, or it is antialiased or cropped */
export function readSampling(step: Step): Sampling {
  const mode = step.text('mode', 'nearest');
  const place = step.text('coordinate_transformation_mode', 'half_pixel');
  const policy = step.text('keep_aspect_ratio_policy', 'stretch');
  const transform = own(coordinates, place) ?? step.refuse(`its coordinate_transformation_mode is "${place}"`);
  if (mode !== 'nearest' && mode !== 'linear' && mode !== 'cubic') step.refuse(`its mode is "${mode}"`);
  if (step.int('antialias', 0) === 1) step.refuse('it is antialiased; export the model with antialias = 0');
  if (policy !== 'stretch') step.refuse(`its keep_aspect_ratio_policy is "${policy}"`);
  if (mode === 'linear') return { coordinates: transform, weights: linearWeights, isNearest: false };
  if (mode === 'cubic') {
    const weights = cubicWeights(step.number('cubic_coeff_a', -0.75), step.int('exclude_outside', 0) === 1);
    return { coordinates: transform, weights, isNearest: false };
  }
  const rounding = step.text('nearest_mode', 'round_prefer_floor');
  const round = own(nearest, rounding) ?? step.refuse(`its nearest_mode is "${rounding}"`);
  return {
    coordinates: transform,
    weights: (x, inSize) => [[Math.min(Math.max(round(x), 0), inSize - 1), 1]],
    isNearest: true,
  };
}

/** R [outSize, inSize], row by row. */
export function samplingMatrix(
  sampling: Sampling,
  inSize: number,
  outSize: number,
  scale = outSize / inSize,
): number[] {
  const matrix = new Array<number>(inSize * outSize).fill(0);
  for (let at = 0; at < outSize; at += 1) {
    // An axis that keeps its size is left as it is.
    const x = scale === 1 ? at : sampling.coordinates(at, scale, inSize, outSize);
    for (const [index, weight] of sampling.weights(x, inSize)) {
      const entry = at * inSize + index;
      matrix[entry] = (matrix[entry] ?? 0) + weight;
    }
  }
  return matrix;
}

/** Whether each entry is just repeated `scale` times, which then holds at every size. */
export function isRepetition(sampling: Sampling, scale: number): boolean {
  if (!sampling.isNearest || !Number.isInteger(scale) || scale < 1) return false;
  const inSize = 5;
  return Array.from({ length: inSize * scale }, (_, at) => at).every((at) => {
    const [[index] = [-1]] = sampling.weights(sampling.coordinates(at, scale, inSize, inSize * scale), inSize);
    return index === Math.floor(at / scale);
  });
}

function linearWeights(x: number, inSize: number): readonly (readonly [number, number])[] {
  const held = Math.min(Math.max(x, 0), inSize - 1);
  const low = Math.floor(held);
  return [
    [low, 1 - (held - low)],
    [Math.min(low + 1, inSize - 1), held - low],
  ];
}

/**
 * Cubic convolution with the kernel of Keys (1981): four entries around x. Those beyond the edge count as the entry at
 * the edge or, if `excludesOutside`, are left out, and the other weights are divided by their sum.
 */
function cubicWeights(a: number, excludesOutside: boolean): Sampling['weights'] {
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return (x, inSize) => {
    const low = Math.floor(x);
    const taps = [low - 1, low, low + 1, low + 2].map((index) => {
      const distance = Math.abs(x - index);
      return [index, distance <= 1 ? near(distance) : far(distance)] as const;
    });
    if (!excludesOutside) return taps.map(([index, weight]) => [Math.min(Math.max(index, 0), inSize - 1), weight]);
    const inside = taps.filter(([index]) => index >= 0 && index < inSize);
    const sum = inside.reduce((total, [, weight]) => total + weight, 0);
    return inside.map(([index, weight]) => [index, weight / sum]);
  };
}
