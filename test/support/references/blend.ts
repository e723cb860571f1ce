/**
 * Heatmap over picture, in sRGB bytes: (1 − opacity)·picture + opacity·colour, rounded half up.
 * @param heatmap [height, width], 0…1: of 256 colours, that at heatmap·255, rounded half up
 * @param picture [3, height, width], 0…255
 * @param colours [256, 3]
 * @returns RGBA, row-major
 */
export function blend(
  heatmap: ArrayLike<number>,
  picture: ArrayLike<number>,
  colours: ArrayLike<number>,
  opacity: number,
): number[] {
  return Array.from(heatmap, (heat, pixel) => {
    const entry = roundHalfUp(255 * Math.min(1, Math.max(0, heat)));
    const mixed = (channel: number): number =>
      (1 - opacity) * picture[channel * heatmap.length + pixel]! + opacity * colours[3 * entry + channel]!;
    return [roundHalfUp(mixed(0)), roundHalfUp(mixed(1)), roundHalfUp(mixed(2)), 255];
  }).flat();
}

function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5);
}
