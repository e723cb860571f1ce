import type { Place } from './put-back.ts';
import type { Step } from './rule.ts';

/** From `start` up to `end` along an axis, counted from the end if negative, as in ONNX's Slice. */
export interface Stretch {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/** Exporters write "to the end" as the largest integer of some width. */
const farAway = 2 ** 31 - 1;

/** @param size of the axis, if known: it may be free as long as one end of the range is certain */
export function placeOfStretch(step: Step, { axis, start, end }: Stretch, size: number | undefined): Place {
  if (size !== undefined) {
    const hold = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
    const before = hold(start);
    return { axis, before, after: size - Math.max(before, hold(end)) };
  }
  if (start >= 0) {
    if (end >= farAway) return { axis, before: start, after: 0 };
    return end < 0 ? { axis, before: start, after: -end } : { axis, before: start, after: 'rest' };
  }
  if (end >= farAway) return { axis, before: 'rest', after: 0 };
  if (end < 0) return { axis, before: 'rest', after: -end };
  return step.refuse(`it takes the range from ${start} to ${end} of axis ${axis}, whose size is free`);
}
