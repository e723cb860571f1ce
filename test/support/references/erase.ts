import { tensor } from './sum.ts';

/**
 * Copies of one entry of [entries, channels, height, width], each 0 in a box.
 * @param boxes [copies, 6]: first and end of channels, rows, columns, half-open
 * @returns [copies, channels, height, width]
 */
export function erase(
  values: ArrayLike<number>,
  boxes: ArrayLike<number>,
  { entry, channels, positions, width }: { entry: number; channels: number; positions: number; width: number },
): Float64Array {
  const size = channels * positions;
  return tensor((boxes.length / 6) * size, (i) => {
    const [copy, element] = [Math.floor(i / size), i % size];
    const place = [Math.floor(element / positions), Math.floor((element % positions) / width), element % width];
    const isInside = place.every((at, axis) => {
      const [first, end] = [boxes[6 * copy + 2 * axis]!, boxes[6 * copy + 2 * axis + 1]!];
      return at >= first && at < end;
    });
    return isInside ? 0 : values[entry * size + element]!;
  });
}
