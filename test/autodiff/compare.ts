/**
 * Largest difference between two arrays, as a fraction of the largest expected magnitude. Infinite if the lengths
 * differ.
 */
export function largestDifference(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>): number {
  if (actual?.length !== expected.length || expected.length === 0) return Infinity;
  let [difference, magnitude] = [0, 0];
  for (let i = 0; i < expected.length; i += 1) {
    const apart = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN));
    if (Number.isNaN(apart)) return Infinity;
    difference = Math.max(difference, apart);
    magnitude = Math.max(magnitude, Math.abs(expected[i] ?? 0));
  }
  return difference / (magnitude || 1);
}
