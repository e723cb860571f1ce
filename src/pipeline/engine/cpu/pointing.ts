import type { Pointing } from '../../chain/chain.ts';

/**
 * What the pointing game and its energy-based kin ask of a heatmap.
 * @param heatmap [height, width], normalised
 * @param boxes [x0, y0, x1, y1), half-open, in pixels of the heatmap; a pixel is inside where its index is
 */
export function pointing(
  heatmap: ArrayLike<number>,
  width: number,
  height: number,
  boxes: readonly (readonly [number, number, number, number])[],
): Pointing {
  let [top, lowest, inside, all] = [0, heatmap[0]!, 0, 0];
  const isInside = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    isInside.fill(0);
    for (const [x0, y0, x1, y1] of boxes) {
      if (y >= y0 && y < y1) isInside.fill(1, Math.max(0, Math.ceil(x0)), Math.max(0, Math.ceil(x1)));
    }
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const value = heatmap[pixel]!;
      if (value > heatmap[top]!) top = pixel;
      if (value < lowest) lowest = value;
      if (value <= 0) continue;
      all += value;
      if (isInside[x] === 1) inside += value;
    }
  }
  return { peak: heatmap[top]! > lowest ? [top % width, Math.floor(top / width)] : null, inside, all };
}
