/** The size of a picture's heatmaps, and the conversion of boxes and areas between the two. */
import type { Box, Size } from '../types.ts';

/** A heatmap has at most this many pixels (64 MiB of float32): more than any camera phone's 12 megapixels. */
const mostHeatmapPixels = 2 ** 24;

/** How many picture pixels, along each axis, one heatmap pixel covers: 1 except for gigantic pictures. */
export function reductionOf(picture: Size): number {
  return Math.ceil(Math.sqrt((picture.width * picture.height) / mostHeatmapPixels));
}

/** The size of a picture's heatmaps. */
export function heatmapSize(picture: Size): Size {
  const reduction = reductionOf(picture);
  return { width: Math.ceil(picture.width / reduction), height: Math.ceil(picture.height / reduction) };
}

/** A component's area on the heatmap, in pixels of the picture. */
export function areaInPicture(area: number, picture: Size): number {
  const heatmap = heatmapSize(picture);
  return Math.round((area * picture.width * picture.height) / (heatmap.width * heatmap.height));
}

/** A box of the heatmap, in pixels of the picture. */
export function inPicture(box: Box, picture: Size): Box {
  const heatmap = heatmapSize(picture);
  const acrossX = (x: number): number => Math.round((x * picture.width) / heatmap.width);
  const acrossY = (y: number): number => Math.round((y * picture.height) / heatmap.height);
  return [acrossX(box[0]), acrossY(box[1]), acrossX(box[2]), acrossY(box[3])];
}

/** A box of the picture, in pixels of the heatmap; for gigantic pictures it may be fractional. */
export function onHeatmap([x0, y0, x1, y1]: Box, picture: Size): Box {
  const heatmap = heatmapSize(picture);
  const [across, down] = [heatmap.width / picture.width, heatmap.height / picture.height];
  return [x0 * across, y0 * down, x1 * across, y1 * down];
}
