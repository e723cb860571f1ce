/** The measured limits of an adapter. */
import type { Interval } from '../../evaluation/bootstrap.ts';

/** The limits and their units. `submit`, `read-back` and `dispatch` are times; all others are rates. */
export const ceilingUnits = {
  copy: 'GB/s',
  read: 'GB/s',
  write: 'GB/s',
  'multiply-add f32': 'GFLOP/s',
  'multiply-add f16': 'GFLOP/s',
  atomics: 'Gop/s',
  dispatch: 'ms',
  submit: 'ms',
  'read-back': 'ms',
} as const;

/** A key of `ceilingUnits`. */
export type CeilingName = keyof typeof ceilingUnits;

/** One way of measuring a limit. The best variant with a name is the ceiling. */
export interface Ceiling {
  readonly name: CeilingName;
  /** Description of the variant. */
  readonly variant: string;
  /** The unit of `value` and `interval`. */
  readonly unit: (typeof ceilingUnits)[CeilingName];
  /** Median. */
  readonly value: number;
  /** 95 % interval of the median. */
  readonly interval: Interval;
  /** The budget ended before the median was known to within 3 %. */
  readonly isNoisy: boolean;
  /** Milliseconds of one run, in the order in which they were measured. */
  readonly samplesMs: readonly number[];
}

/** The best variant: the highest rate, or the shortest time. */
export function bestCeiling(ceilings: readonly Ceiling[], name: CeilingName): Ceiling | undefined {
  const variants = ceilings.filter((ceiling) => ceiling.name === name);
  const sign = ceilingUnits[name] === 'ms' ? 1 : -1;
  return variants.sort((a, b) => sign * (a.value - b.value))[0];
}
