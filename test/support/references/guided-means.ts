import { windowMean } from './window-mean.ts';

/**
 * The second half of the guided filter (He, Sun and Tang 2013, eq. 16): every pixel takes the mean of the fits of all windows that it
 * lies in, q = mean(a)·I + mean(b).
 * @param guide I, [pictures, 3, height, width]
 * @param coefficients [pictures, maps, 4, height, width]: a by colour, and b
 * @param radius of the window, (2·radius + 1)²
 * @returns [pictures, maps, height, width]
 */
export function guidedMeans(
  guide: ArrayLike<number>,
  coefficients: ArrayLike<number>,
  { positions, width, radius }: { positions: number; width: number; radius: number },
): Float64Array {
  const pictures = guide.length / (3 * positions);
  const maps = coefficients.length / (4 * positions);
  const filtered = new Float64Array(maps * positions);
  for (let m = 0; m < maps; m++) {
    const picture = Math.floor((m * pictures) / maps);
    for (let p = 0; p < positions; p++) {
      const mean = (k: number): number =>
        windowMean((q) => coefficients[(4 * m + k) * positions + q]!, p, { positions, width, radius });
      const colours = [0, 1, 2].map((c) => mean(c) * guide[(picture * 3 + c) * positions + p]!);
      filtered[m * positions + p] = colours.reduce((sum, part) => sum + part, mean(3));
    }
  }
  return filtered;
}
