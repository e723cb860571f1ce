/**
 * Which of an adapter's ceilings limits a piece of work: the roofline model (Williams, Waterman and Patterson 2009),
 * with the cost of a dispatch.
 */
import type { StageWork } from '../../pipeline/engine/stage-work.ts';
import { bestCeiling, type Ceiling } from '../ceilings/ceiling.ts';
import type { Bound } from './benchmark-result.ts';

/** @returns the ceiling that requires the most time, and that time in milliseconds */
export function boundOf(
  { bytes, operations }: StageWork,
  dispatches: number,
  ceilings: readonly Ceiling[],
): { readonly bound: Bound; readonly leastMs: number } {
  const copy = bestCeiling(ceilings, 'copy')?.value ?? Infinity;
  const arithmetic = bestCeiling(ceilings, 'multiply-add f32')?.value ?? Infinity;
  const dispatch = bestCeiling(ceilings, 'dispatch')?.value ?? 0;
  const asked: readonly (readonly [Bound, number])[] = [
    ['memory', bytes / copy / 1e6],
    ['arithmetic', operations / arithmetic / 1e6],
    ['dispatch', dispatches * dispatch],
  ];
  const [bound, leastMs] = asked.reduce((most, each) => (each[1] > most[1] ? each : most));
  return { bound, leastMs };
}
