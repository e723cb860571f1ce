/** Heatmap over picture, in sRGB bytes: (1 − opacity)·picture + opacity·colour, rounded half up. */

export interface Layers {
  /** [height, width] of the canvas, 0…1. */
  readonly heatmap: ArrayLike<number>;
  /** [3, height, width], 0…255. */
  readonly picture: ArrayLike<number>;
  /** [256, 3], bytes. */
  readonly colours: ArrayLike<number>;
  readonly opacity: number;
}

/** @returns RGBA, row-major */
export function blend({ heatmap, picture, colours, opacity }: Layers): Uint8ClampedArray<ArrayBuffer> {
  const pixels = heatmap.length;
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let i = 0; i < pixels; i++) {
    const entry = Math.floor(Math.min(Math.max(heatmap[i]!, 0), 1) * 255 + 0.5);
    for (let c = 0; c < 3; c++) {
      const painted = (1 - opacity) * picture[c * pixels + i]! + opacity * colours[3 * entry + c]!;
      rgba[4 * i + c] = Math.floor(painted + 0.5);
    }
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}
