/** How many values fall into each of `bins` equal parts of 0 … 1. Each part includes its lower edge; the last, both. */
export function histogram(values: ArrayLike<number>, bins = 20): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let bin = Math.min(bins - 1, Math.floor(value * bins));
    // The product may round to the wrong side of an edge: 0.29 · 100 is below 29.
    if (bin + 1 < bins && value >= (bin + 1) / bins) bin++;
    else if (value < bin / bins) bin--;
    counts[bin]! += 1;
  }
  return counts;
}
