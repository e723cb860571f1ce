/** The gradient of cropping: zeros outside the cropped part. */
import type { Step } from './rule.ts';

/** Where the part was along an axis: the number of entries before and after it. One of the two may be the rest. */
export interface Place {
  readonly axis: number;
  readonly before: number | 'rest';
  readonly after: number | 'rest';
}

/** @param source what the part was cut from: its sizes may be free, and matter only if a place says `rest` */
export function putBack(step: Step, part: string, source: string, places: readonly Place[]): string {
  const rank = step.knownShape(source).length;
  const sides = [0, 1].flatMap((side) =>
    Array.from({ length: rank }, (_, axis) => {
      const place = places.find((each) => each.axis === axis);
      if (place === undefined) return 0;
      const [here, there] = side === 0 ? [place.before, place.after] : [place.after, place.before];
      return here === 'rest' ? restOf(step, part, source, axis, there) : here;
    }),
  );
  if (sides.every((rows) => rows === 0)) return part;
  if (sides.every((rows) => typeof rows === 'number')) return step.emit('Pad', [part, step.ints(sides)]);
  const pads = sides.map((rows) => (typeof rows === 'number' ? step.ints([rows]) : rows));
  return step.emit('Pad', [part, step.emit('Concat', pads, { axis: { int: 0 } })]);
}

/** int64 [1]: the entries of `source` along an axis that belong neither to the part nor to its other side. */
function restOf(step: Step, part: string, source: string, axis: number, other: number | 'rest'): string {
  const [whole, taken] = [source, part].map((value) => step.runtimeSize(value, axis));
  const rest = step.emit('Sub', [whole ?? '', taken ?? '']);
  return other === 0 || other === 'rest' ? rest : step.emit('Sub', [rest, step.ints([other])]);
}
