/** Counts by index, of which many are 0, as a short list. */

/** A positive number is a count; −n stands for n counts of 0. */
export type PackedCounts = readonly number[];

export function packed(counts: ArrayLike<number>): PackedCounts {
  const list: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 0) list.push(count);
    else if ((list.at(-1) ?? 0) < 0) list[list.length - 1]! -= 1;
    else list.push(-1);
  }
  return list;
}

/** How many counts they are, zeros included. */
export function lengthOf(list: PackedCounts): number {
  return list.reduce((length, entry) => length + (entry < 0 ? -entry : 1), 0);
}

/**
 * Their sums, by index.
 * @param lists each of `length` counts
 */
export function totals(lists: readonly PackedCounts[], length: number): Float64Array {
  const sums = new Float64Array(length);
  for (const list of lists) {
    let at = 0;
    for (const entry of list) {
      if (entry > 0) sums[at]! += entry;
      at += entry < 0 ? -entry : 1;
    }
  }
  return sums;
}
