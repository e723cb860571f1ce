/** Of each number and the two limits, the one in the middle; what is not finite stays as it is. */
export function clamp(values: ArrayLike<number>, low: number, high: number): Float64Array {
  const middle = (value: number): number => [low, value, high].toSorted((a, b) => a - b)[1]!;
  return Float64Array.from(Array.from(values), (value) => (Number.isFinite(value) ? middle(value) : value));
}
