/**
 * Copies of one picture in which the pixels that come first in an order are those of another.
 * @param before [channels, positions]
 * @param after [channels, positions]
 * @param places [positions]: each pixel's place in the order, from 0
 * @param counts [copies]: how many pixels are replaced
 * @returns [copies, channels, positions]
 */
export function replacePixels(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  places: ArrayLike<number>,
  counts: ArrayLike<number>,
): Float64Array {
  const [size, positions] = [before.length, places.length];
  const replaced = new Float64Array(counts.length * size);
  for (let copy = 0; copy < counts.length; copy++) {
    for (let i = 0; i < size; i++) {
      replaced[copy * size + i] = places[i % positions]! < counts[copy]! ? after[i]! : before[i]!;
    }
  }
  return replaced;
}
