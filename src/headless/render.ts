/** An explanation as PNG files: heatmap, blend, and the blend with its box. */
import { CamLensError } from '../errors.ts';
import { boxColour } from '../pipeline/recipe/box-colours.ts';
import type { Explained } from '../pipeline/recipe/explained.ts';
import { reductionOf } from '../pipeline/recipe/heatmap-size.ts';
import { methodNamed } from '../pipeline/recipe/methods/index.ts';
import type { Picture, Size } from '../pipeline/types.ts';
import type { Explanation } from '../pipeline/recipe/explanation.ts';

/** Renderings of gigantic pictures, whose heatmaps are reduced too, have at most this many pixels. */
const mostPixels = 2 ** 22;
/** Wider or higher textures, and so paintings, are not supported on every device. */
const largestSide = 8192;

/** The picture's own size, except for gigantic pictures. */
export function renderingSize(picture: Size): Size {
  const { width, height } = picture;
  const share = reductionOf(picture) === 1 ? 1 : Math.sqrt(mostPixels / (width * height));
  const scale = Math.min(share, largestSide / Math.max(width, height), 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** `heatmap`, `blend` and `boxes` (the blend with the largest box), as PNG files in this order. */
export async function* renderPngs(
  explained: Explained,
  explanation: Explanation,
  picture: Picture,
): AsyncGenerator<{ readonly name: string; readonly png: Blob }> {
  const { method, layer } = explanation;
  const { width, height } = renderingSize(picture);
  const canvas = new OffscreenCanvas(width, height);
  // In memory, because the bytes are encoded there next.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new CamLensError('internal', `There is no 2-D canvas of ${width} × ${height}.`);
  for (const show of ['heatmap', 'blend'] as const) {
    const look = { method, layer, show, colourMap: 'viridis', opacity: 0.5 } as const;
    const bitmap = await explained.paintBitmap({ width, height }, look);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    yield { name: show, png: await canvas.convertToBlob({ type: 'image/png' }) };
  }
  drawBox(context, explanation, picture);
  yield { name: 'boxes', png: await canvas.convertToBlob({ type: 'image/png' }) };
}

function drawBox(context: OffscreenCanvasRenderingContext2D, explanation: Explanation, picture: Picture): void {
  if (explanation.box === null) return;
  const { width, height } = context.canvas;
  const [x0, y0, x1, y1] = explanation.box;
  const left = (x0 * width) / picture.width;
  const top = (y0 * height) / picture.height;
  const line = Math.max(2, Math.round(Math.min(width, height) / 150));
  const colour = boxColour(explanation.method);
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(
    left + line / 2,
    top + line / 2,
    (x1 * width) / picture.width - left - line,
    (y1 * height) / picture.height - top - line,
  );
  const text = methodNamed(explanation.method).title;
  context.font = `600 ${line * 7}px system-ui, sans-serif`;
  context.fillStyle = colour;
  context.fillRect(left, top, context.measureText(text).width + line * 6, line * 10);
  context.fillStyle = '#fff';
  context.textBaseline = 'middle';
  context.fillText(text, left + line * 3, top + line * 5);
}
