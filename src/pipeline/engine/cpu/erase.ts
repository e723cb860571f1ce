/**
 * Copies of one entry of a tensor, each with a box of channels, rows and columns set to zero.
 * @param tensor [entries, channels, height, width]
 * @param boxes [copies, 6]: first and end of channels, rows, columns, half-open
 * @returns [copies, channels, height, width]
 */
export function erase(
  tensor: ArrayLike<number>,
  boxes: ArrayLike<number>,
  { entry, channels, positions, width }: { entry: number; channels: number; positions: number; width: number },
): Float64Array {
  const size = channels * positions;
  const erased = new Float64Array((boxes.length / 6) * size);
  for (let copy = 0; copy < boxes.length / 6; copy++) {
    const [c0, c1, y0, y1, x0, x1] = Array.from({ length: 6 }, (_, i) => boxes[6 * copy + i]!) as Six;
    for (let i = 0; i < size; i++) {
      const [c, y, x] = [Math.floor(i / positions), Math.floor((i % positions) / width), i % width];
      const isInside = c >= c0 && c < c1 && y >= y0 && y < y1 && x >= x0 && x < x1;
      erased[copy * size + i] = isInside ? 0 : tensor[entry * size + i]!;
    }
  }
  return erased;
}

type Six = [number, number, number, number, number, number];
