/** What a stage made on the GPU against what its reference made of the same input. */
import type { StageName } from '../stage-names.ts';
import { tolerances } from './tolerances.ts';

/** Numbers that a stage made. */
export interface Tensor {
  /** Which of the stage's results. */
  readonly what: string;
  /** Outermost first; the values are row-major. */
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

/** One run of one stage on both sides. */
export interface StageComparison {
  /** Which stage ran. */
  readonly stage: StageName;
  /** Everything is within the tolerance. */
  readonly agrees: boolean;
  /** How many values were compared. */
  readonly values: number;
  /** How many of them are further off than the tolerance. */
  readonly off: number;
  /** The value that is off furthest, measured by the tolerance of its tensor; absent where all agree. */
  readonly worst?: WorstValue;
}

/** One value that is off. */
export interface WorstValue {
  /** Which of the stage's results it belongs to: `heatmap 0`, `ranges`. */
  readonly what: string;
  /** Of that result, outermost first. */
  readonly dims: readonly number[];
  /** Of the value, as many numbers as there are dims. */
  readonly index: readonly number[];
  /** What the GPU has there. */
  readonly gpu: number;
  /** What the reference has there. */
  readonly cpu: number;
  /** The largest difference allowed in this result. */
  readonly tolerance: number;
}

/** @param isOpen says which values may be either; none unless said */
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
      // A tolerance of 0 has no multiples.
      const excess = distance / Math.max(tolerance, Number.MIN_VALUE);
      if (worst !== undefined && excess <= furthest) continue;
      furthest = excess;
      const { what, dims } = expected;
      worst = { what, dims, index: indexOf(i, dims), gpu: a ?? NaN, cpu: e ?? NaN, tolerance };
    }
  });
  return { stage, agrees: off === 0, values, off, ...(worst === undefined ? {} : { worst }) };
}

/** NaN is NaN, infinity is infinity; nothing is near them. */
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
  // Behind the end, where one side made more than the other.
  if (rest > 0) index[0] = (index[0] ?? 0) + rest * (dims[0] ?? 1);
  return index;
}
