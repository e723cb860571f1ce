/** How many pixels a view needs: as many as the screen shows, no more than the picture has. */
import type { Size } from '../../pipeline/types.ts';

/** Beyond this many device pixels a side a heatmap of 7 × 7 gains nothing and canvases get expensive. */
export const largestSide = 2048;

/**
 * @param picture size in pixels
 * @param cssWidth width of the view in CSS pixels; its height follows the picture's aspect
 * @param pixelRatio device pixels per CSS pixel
 */
export function paintSize(picture: Size, cssWidth: number, pixelRatio: number): Size {
  const wanted = (cssWidth * pixelRatio) / picture.width;
  return scaled(picture, Math.min(wanted, capScale(picture)));
}

/** The largest size that a picture is painted at. */
export function fullSize(picture: Size): Size {
  return scaled(picture, capScale(picture));
}

function capScale({ width, height }: Size): number {
  return Math.min(1, largestSide / width, largestSide / height);
}

function scaled({ width, height }: Size, scale: number): Size {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
