/**
 * A heatmap → its mask: 1 where the value reaches the threshold, 0 elsewhere, and nowhere where the heatmap is empty.
 * The threshold is taken as float32, as heatmaps are.
 */
export function threshold(heatmap: ArrayLike<number>, level: number, isEmpty: boolean): Uint8Array {
  const reached = Math.fround(level);
  const mask = new Uint8Array(heatmap.length);
  if (!isEmpty) for (let i = 0; i < mask.length; i++) mask[i] = Number(heatmap[i]! >= reached);
  return mask;
}
