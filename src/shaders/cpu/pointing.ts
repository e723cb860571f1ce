/** What the pointing game and its energy-based kin ask of a heatmap: where it is highest, and where its weight lies. */
/** Where a heatmap is highest, and where its weight lies (Zhang et al. 2018; energy: Wang et al. 2020). */
export interface Pointing {
  /** The maximum's pixel, the first in raster order; null where the heatmap is the same everywhere. */
  readonly peak: readonly [x: number, y: number] | null;
  /** The sum inside the union of the boxes; what is below 0 counts as 0. */
  readonly inside: number;
  /** The sum of all pixels; what is below 0 counts as 0. */
  readonly all: number;
}

/**
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
