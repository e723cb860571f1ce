/**
 * Copies of one entry of a tensor, each times a factor of its own.
 * @param tensor [entries, size]
 * @param factors [copies]
 * @returns [copies, size]
 */
export function scale(
  tensor: ArrayLike<number>,
  factors: ArrayLike<number>,
  { entry, size }: { entry: number; size: number },
): Float64Array {
  const scaled = new Float64Array(factors.length * size);
  for (let copy = 0; copy < factors.length; copy++) {
    for (let i = 0; i < size; i++) scaled[copy * size + i] = factors[copy]! * tensor[entry * size + i]!;
  }
  return scaled;
}
