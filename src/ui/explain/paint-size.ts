/** How many pixels a view needs: as many as the screen shows, at most as many as the picture has. */
import type { Size } from '../../pipeline/types.ts';

/** With more device pixels per side, a heatmap of 7 × 7 gains nothing and canvases become expensive. */
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
