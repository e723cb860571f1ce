/** Text on a canvas, with untrusted names made safe to show as `html` does on the page. */
import { visible } from '../../visible.ts';

/** With the context's font, colour and baseline, from (x, y) in its units. */
export function drawText(context: OffscreenCanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.fillText(visible(text), x, y);
}
