import { tensor } from './sum.ts';

/**
 * Copies of one picture in which the pixels whose place in an order is below a count are those of another.
 * @param before [channels, positions]
 * @param after [channels, positions]
 * @param places [positions], from 0
 * @param counts [copies]
 * @returns [copies, channels, positions]
 */
export function replacePixels(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  places: ArrayLike<number>,
  counts: ArrayLike<number>,
): Float64Array {
  return tensor(counts.length * before.length, (i) => {
    const [copy, element] = [Math.floor(i / before.length), i % before.length];
    return (places[element % places.length]! < counts[copy]! ? after : before)[element]!;
  });
}
