/** Compares a stage's result on the GPU with that of the CPU engine for the same input. */
import type { StageName } from '../stage-names.ts';
import { tolerances } from './tolerances.ts';

/** An array of numbers in a stage's result. */
export interface Tensor {
  /** Which of the stage's results it is. */
  readonly what: string;
  /** Outermost first; the values are row-major. */
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

/** The comparison of one run of a stage. */
export interface StageComparison {
  /** Which stage ran. */
  readonly stage: StageName;
  /** Whether everything is within the tolerance. */
  readonly agrees: boolean;
  /** Number of values compared. */
  readonly values: number;
  /** Number of values outside the tolerance. */
  readonly off: number;
  /** The value with the largest error relative to the tolerance of its tensor; absent if all agree. */
  readonly worst?: WorstValue;
}

/** A value outside the tolerance. */
export interface WorstValue {
  /** Which of the stage's results it belongs to: `heatmap 0`, `ranges`. */
  readonly what: string;
  /** Dimensions of that result, outermost first. */
  readonly dims: readonly number[];
  /** Index of the value, one number per dimension. */
  readonly index: readonly number[];
  /** The GPU's value. */
  readonly gpu: number;
  /** The CPU engine's value. */
  readonly cpu: number;
  /** The largest difference allowed in this result. */
  readonly tolerance: number;
}

/** @param isOpen whether a value may differ, because both results are correct. Default: none */
export function compareStage(
  stage: StageName,
  gpu: readonly Tensor[],
  cpu: readonly Tensor[],
  isOpen: (tensor: number, value: number) => boolean = () => false,
): StageComparison {
  let [values, off, furthest] = [0, 0, 0];
  let worst: WorstValue | undefined;
  cpu.forEach((expected, t) => {
    const actual = gpu[t]?.values ?? [];
    const tolerance = tolerances[stage] * largestOf(expected.values);
    const count = Math.max(actual.length, expected.values.length);
    values += count;
    for (let i = 0; i < count; i++) {
      const [a, e] = [actual[i], expected.values[i]];
      const distance = distanceOf(a, e);
      if (distance <= tolerance || isOpen(t, i)) continue;
      off++;
      // With a tolerance of 0 the relative error is infinite.
      const excess = distance / Math.max(tolerance, Number.MIN_VALUE);
      if (worst !== undefined && excess <= furthest) continue;
      furthest = excess;
      const { what, dims } = expected;
      worst = { what, dims, index: indexOf(i, dims), gpu: a ?? NaN, cpu: e ?? NaN, tolerance };
    }
  });
  return { stage, agrees: off === 0, values, off, ...(worst === undefined ? {} : { worst }) };
}

/** NaN equals NaN and infinity equals infinity; nothing else is close to them. */
function distanceOf(a: number | undefined, e: number | undefined): number {
  if (a === undefined || e === undefined) return Infinity;
  if (Object.is(a, e) || a === e) return 0;
  const distance = Math.abs(a - e);
  return Number.isNaN(distance) ? Infinity : distance;
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]!);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}

function indexOf(value: number, dims: readonly number[]): number[] {
  const index: number[] = [];
  let rest = value;
  for (const dim of dims.toReversed()) {
    index.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  // Beyond the end, if the results have different lengths.
  if (rest > 0) index[0] = (index[0] ?? 0) + rest * (dims[0] ?? 1);
  return index;
}
