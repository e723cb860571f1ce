/** Compares the result of a kernel with the expected values. */

/**
 * @param tolerance as a fraction of the largest finite magnitude among the expected values
 * @returns a sentence about the value with the largest error; undefined if all are within the tolerance
 */
export function differingValue(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): string | undefined {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const magnitude = Math.abs(expected[i]!);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  const allowed = tolerance * largest;
  let [worst, furthest, off] = [-1, allowed, 0];
  for (let i = 0; i < expected.length; i++) {
    const distance = distanceOf(actual[i], expected[i]!);
    if (distance <= allowed) continue;
    off++;
    if (distance > furthest) [worst, furthest] = [i, distance];
  }
  if (worst < 0) return undefined;
  return `${off} of ${expected.length} values differ; value ${worst} is ${actual[worst]}, but ${expected[worst]} ± ${allowed} was expected.`;
}

/** NaN equals NaN and infinity equals infinity; nothing else is close to them. */
function distanceOf(actual: number | undefined, expected: number): number {
  if (actual === undefined) return Infinity;
  if (Object.is(actual, expected) || actual === expected) return 0;
  const distance = Math.abs(actual - expected);
  return Number.isNaN(distance) ? Infinity : distance;
}
