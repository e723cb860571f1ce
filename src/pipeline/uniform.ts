/** Eight units in the last place of float32: sums of a few hundred terms in different orders differ by less. */
export const rounding = 2 ** -20;

/** The smallest normal float32: a GPU may flush smaller numbers to 0. */
const smallest = 2 ** -126;

/**
 * Whether numbers between these two differ only by rounding, so that a map of them carries no information.
 * @returns false if one of them is NaN
 */
export function isUniform(minimum: number, maximum: number): boolean {
  return maximum - minimum <= Math.max(smallest, rounding * Math.max(Math.abs(minimum), Math.abs(maximum)));
}
