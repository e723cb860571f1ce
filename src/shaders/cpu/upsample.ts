/** A raw map → a heatmap at another size: bilinear, half-pixel centres, clamped at the edges (align_corners = false). */

export interface Grid {
  readonly width: number;
  readonly height: number;
}

/**
 * @param map [from.height, from.width]
 * @param rectify negative map values count as 0
 * @returns [to.height, to.width]
 */
export function upsample(map: ArrayLike<number>, from: Grid, to: Grid, rectify: boolean): Float64Array {
  const value = (x: number, y: number): number => {
    const raw = map[y * from.width + x]!;
    return rectify ? Math.max(raw, 0) : raw;
  };
  const heatmap = new Float64Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const sourceY = source(y, from.height, to.height);
    const top = Math.floor(sourceY);
    const bottom = Math.min(top + 1, from.height - 1);
    for (let x = 0; x < to.width; x++) {
      const sourceX = source(x, from.width, to.width);
      const left = Math.floor(sourceX);
      const right = Math.min(left + 1, from.width - 1);
      heatmap[y * to.width + x] = mix(
        mix(value(left, top), value(right, top), sourceX - left),
        mix(value(left, bottom), value(right, bottom), sourceX - left),
        sourceY - top,
      );
    }
  }
  return heatmap;
}

function source(i: number, from: number, to: number): number {
  return Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
}

function mix(a: number, b: number, fraction: number): number {
  return a + (b - a) * fraction;
}
