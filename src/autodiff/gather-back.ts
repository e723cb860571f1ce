/**
 * The gradient of gathering entries at positions known before the graph runs: each position receives the sum of its
 * entries.
 */
import { knownSize } from '../onnx/dimensions.ts';
import type { Step } from './rule.ts';

/**
 * Written as a Gather too: for each position along the axis, the entries of g gathered from it, padded with zeros and
 * summed. So no position is written twice, and the table is only as wide as the largest number of entries per position.
 *
 * @param gradient of the given rank, with one entry for each of `sources` along `axis`
 * @param sources for each entry, the position it was gathered from
 * @param size number of positions
 */
export function gatherBack(
  step: Step,
  gradient: string,
  { axis, rank, sources, size }: { axis: number; rank: number; sources: readonly number[]; size: number },
): string {
  step.checkTable(size);
  const entries = Array.from({ length: size }, (): number[] => []);
  sources.forEach((place, i) => entries[place]?.push(i));
  const most = entries.reduce((count, { length }) => Math.max(count, length), 1);
  step.checkTable(size * most);
  const zero = sources.length;
  const isFull = entries.every(({ length }) => length === most);
  const pads = Array.from({ length: 2 * rank }, (_, i) => (i === rank + axis ? 1 : 0));
  const padded = isFull ? gradient : step.emit('Pad', [gradient, step.ints(pads)]);
  const table = entries.flatMap((each) => Array.from({ length: most }, (_, i) => each[i] ?? zero));
  if (most === 1) return step.emit('Gather', [padded, step.ints(table)], { axis: { int: axis } });
  const picked = step.emit('Gather', [padded, step.ints(table, [size, most])], { axis: { int: axis } });
  return step.emitOverAxes('ReduceSum', picked, [axis + 1], { keepdims: { int: 0 } });
}

/** A value's sizes, all of which the rule requires. */
export function allSizes(step: Step, value: string): readonly number[] {
  return step
    .knownShape(value)
    .map(
      (size) => knownSize(size) ?? step.refuse(`the sizes of "${value}" are not all known; export it with fixed sizes`),
    );
}

/** Indices that are known before the graph runs; the rule must resolve negative ones, which count from the end. */
export function knownIndices(step: Step, input: number): readonly number[] {
  return step.inputInts(input) ?? step.refuse('its indices are known only at run time');
}
