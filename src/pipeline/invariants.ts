/**
 * Values that must exist. If one is missing, the program is at fault: an error says what was expected, instead of a
 * default.
 */
import { CamLensError } from '../errors.ts';

/**
 * @param what a noun for the message: `the size of heatmap 3`
 * @throws CamLensError `internal` if it is undefined
 */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new CamLensError('internal', `Something is missing: ${what}.`);
  return value;
}

/**
 * For a loop over numbers: checks their count once, before the loop.
 * @param end the first index that is not read
 * @param what a plural for the message: `words of masks`
 * @throws CamLensError `internal` if there are fewer
 */
export function expectUpTo(values: ArrayLike<number>, end: number, what: string): void {
  if (values.length >= end) return;
  throw new CamLensError('internal', `There are ${values.length} ${what}, but ${end} are read.`);
}

/**
 * Two numbers that belong together.
 * @param pairs pair after pair
 * @param what a noun for the message: `the range of heatmap 3`
 * @throws CamLensError `internal` if there are fewer pairs
 */
export function pairAt(pairs: ArrayLike<number>, index: number, what: string): [number, number] {
  return [required(pairs[2 * index], what), required(pairs[2 * index + 1], what)];
}

/**
 * Dimensions by name.
 * @param names outermost first: `['N', 'C', 'H', 'W']`
 * @param what a plural for the message: `activations`
 * @throws CamLensError `internal` if there are more or fewer
 */
export function dimsOf<const Names extends readonly string[]>(
  dims: readonly number[],
  names: Names,
  what: string,
): { readonly [Index in keyof Names]: number } {
  if (dims.length === names.length) return dims as { readonly [Index in keyof Names]: number };
  throw new CamLensError('internal', `The ${what} are [${names.join(', ')}], but these are [${dims.join(', ')}].`);
}

/**
 * @param other what they must match, for the message
 * @throws CamLensError `internal` if dimensions are not as expected
 */
export function expectDims(
  dims: readonly number[],
  expected: readonly number[],
  what: string,
  other: readonly number[],
): void {
  if (dims.join() === expected.join()) return;
  throw new CamLensError('internal', `The ${what} [${dims.join(', ')}] do not fit [${other.join(', ')}].`);
}
