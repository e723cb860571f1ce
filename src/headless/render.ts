/** An explanation as PNG files: heatmap, blend, and the blend with its box. */
import { boxColour } from '../pipeline/box-colours.ts';
import type { Explained } from '../pipeline/explained.ts';
import { heatmapSize } from '../pipeline/locate.ts';
import { methodNamed } from '../pipeline/methods/index.ts';
import type { Explanation, Picture, Size } from '../pipeline/types.ts';

export type Rendering = 'heatmap' | 'blend' | 'boxes';
export const renderings: readonly Rendering[] = ['heatmap', 'blend', 'boxes'];

/** No texture, and so no painting, is larger. */
const largestSide = 8192;

/** The picture's own size, but for gigantic pictures. */
function renderingSize(picture: Picture): Size {
  const { width, height } = heatmapSize(picture);
  const scale = Math.min(1, largestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export async function renderPng(
  rendering: Rendering,
  explained: Explained,
  explanation: Explanation,
  picture: Picture,
): Promise<Blob> {
  const { width, height } = renderingSize(picture);
  const painting = new OffscreenCanvas(width, height);
  const { method, layer } = explanation;
  const show = rendering === 'heatmap' ? 'heatmap' : 'blend';
  await explained.paint(painting, { method, layer, show, colourMap: 'viridis', opacity: 0.5 });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error(`no 2-D canvas of ${width} × ${height}`);
  const bitmap = painting.transferToImageBitmap();
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (rendering === 'boxes') drawBox(context, explanation, picture);
  return canvas.convertToBlob({ type: 'image/png' });
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
