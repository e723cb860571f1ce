/** The blend as a file: the painted bitmap with the shown boxes, at the picture's own size. */
import type { Box, Size } from '../../pipeline/types.ts';
import type { BoxStyle } from '../../pipeline/recipe/box-colours.ts';
import { placeLabels } from '../../report/label-places.ts';
import type { BoxMark } from './box-marks.ts';
import { markLabel } from './box-overlay.ts';
import { drawText } from './canvas-text.ts';

/** Line widths, label heights etc. are designed for a picture of this width in pixels, and scale with it. */
const nominalWidth = 600;

/**
 * @param bitmap the blend; it is closed
 * @param picture size that the boxes refer to
 */
export async function blendWithBoxes(bitmap: ImageBitmap, picture: Size, marks: readonly BoxMark[]): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no 2D canvas.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  drawBoxes(context, picture, marks);
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawBoxes(context: OffscreenCanvasRenderingContext2D, picture: Size, marks: readonly BoxMark[]): void {
  const scale = context.canvas.width / picture.width;
  const unit = Math.max(context.canvas.width, context.canvas.height) / nominalWidth;
  context.font = `600 ${11 * unit}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const found = marks.flatMap(({ box, ...mark }) => (box === null ? [] : [{ ...mark, box }]));
  const outline = ([x0, y0, x1, y1]: Box, width: number, { colour, dashes }: BoxStyle) => {
    context.setLineDash(dashes === 'none' ? [] : dashes.split(' ').map((dash) => Number(dash) * unit));
    context.lineWidth = width * unit;
    context.strokeStyle = colour;
    context.strokeRect(x0 * scale, y0 * scale, (x1 - x0) * scale, (y1 - y0) * scale);
  };
  for (const { box } of found) outline(box, 5, { colour: '#ffffffd9', dashes: 'none' });
  for (const { box, stroke } of found) outline(box, 2.5, stroke);
  const labels = found.map((mark) => {
    const text = markLabel(mark);
    const [x0, y0, x1, y1] = mark.box;
    return {
      text,
      stroke: mark.stroke,
      box: [x0 * scale, y0 * scale, x1 * scale, y1 * scale] as const,
      size: { width: context.measureText(text).width + 12 * unit, height: 18 * unit },
    };
  });
  const places = placeLabels(labels, context.canvas);
  labels.forEach(({ text, size, stroke }, index) => {
    const { x, y } = places[index] ?? { x: 0, y: 0 };
    context.fillStyle = stroke.colour;
    context.fillRect(x, y, size.width, size.height);
    context.fillStyle = '#0c0e10';
    drawText(context, text, x + 6 * unit, y + size.height / 2);
  });
}

/** Lets the browser download a blob. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has started by the next task; only then may its URL be revoked.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
