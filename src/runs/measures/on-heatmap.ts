import type { Box } from '../../evaluation/iou.ts';
import { heatmapSize } from '../../pipeline/locate.ts';
import type { Size } from '../../pipeline/types.ts';

/** True boxes on a heatmap that is smaller than its picture, as those of gigantic pictures are. */
export function onHeatmap(truths: readonly Box[], picture: Size): readonly Box[] {
  const size = heatmapSize(picture);
  const [across, down] = [size.width / picture.width, size.height / picture.height];
  return truths.map(([x0, y0, x1, y1]) => [x0 * across, y0 * down, x1 * across, y1 * down]);
}
