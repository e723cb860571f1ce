/** Eight units in the last place of float32: sums of a few hundred terms on different ways differ by less. */
export const rounding = 2 ** -20;

/** The smallest normal float32: what is smaller a GPU may take for 0. */
const smallest = 2 ** -126;

/**
 * Whether numbers between these two differ by nothing but rounding: a map of them says nothing of any place.
 * @returns false where one of them is NaN
 */
export function isUniform(minimum: number, maximum: number): boolean {
  return maximum - minimum <= Math.max(smallest, rounding * Math.max(Math.abs(minimum), Math.abs(maximum)));
}
