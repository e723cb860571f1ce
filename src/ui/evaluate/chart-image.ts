/** A chart as a picture: title above, legend below, on the page's background colour. */
import { drawText } from '../shared/canvas-text.ts';
import type { Chart } from './chart-options.ts';

const margin = 16;
const line = 22;

/**
 * @param plot the canvas of the chart
 * @param pixelRatio device pixels per CSS pixel of `plot`
 */
export async function chartImage(
  plot: HTMLCanvasElement,
  { title, series }: Chart,
  colours: { readonly ink: string; readonly paper: string },
  pixelRatio: number,
): Promise<Blob> {
  const [width, height] = [plot.width / pixelRatio, plot.height / pixelRatio];
  const whole = { width: width + 2 * margin, height: height + (series.length + 2) * line + 2 * margin };
  const canvas = new OffscreenCanvas(Math.ceil(whole.width * pixelRatio), Math.ceil(whole.height * pixelRatio));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no 2D canvas.');
  context.scale(pixelRatio, pixelRatio);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, whole.width, whole.height);
  context.textBaseline = 'middle';
  context.fillStyle = colours.ink;
  context.font = '600 14px system-ui, sans-serif';
  drawText(context, title, margin, margin + line / 2);
  context.drawImage(plot, margin, margin + line, width, height);
  context.font = '12px system-ui, sans-serif';
  series.forEach(({ label, colour, dashes }, index) => {
    const y = margin + line + height + (index + 1) * line;
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash([...dashes]);
    context.beginPath();
    context.moveTo(margin, y);
    context.lineTo(margin + 36, y);
    context.stroke();
    drawText(context, label, margin + 46, y);
  });
  return canvas.convertToBlob({ type: 'image/png' });
}
