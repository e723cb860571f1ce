/** Text on a canvas, with strangers' names in it as safe to show as `html` makes them on the page. */
import { visible } from '../../visible.ts';

/** At the context's font, colour and baseline, from (x, y) in its units. */
export function drawText(context: OffscreenCanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.fillText(visible(text), x, y);
}
