/** 1 where the heatmap is at or above the threshold, a float32 as heatmaps are; 0 elsewhere, and everywhere if it is empty. */
export function threshold(heatmap: ArrayLike<number>, level: number, isEmpty: boolean): Uint8Array {
  return Uint8Array.from(heatmap, (value) => (!isEmpty && value >= Math.fround(level) ? 1 : 0));
}
