/** The point of an embedded picture that mouse and arrow keys move, and what the explanation says there. */
import type { TemplateResult } from 'lit';
import type { Size } from '../../pipeline/types.ts';
import { heatmapValueAt, pixelAt } from '../shared/heatmap-value.ts';
import { html } from '../shared/html.ts';
import { cellAt, isShortcut, movedBy, type Point } from '../shared/point.ts';
import type { EmbeddedResult } from './asked.ts';
import type { ElementStrings } from './strings.ts';

/** @param panes each shows the picture */
export function pointAfter(
  event: PointerEvent | KeyboardEvent,
  point: Point | undefined,
  panes: Iterable<Element>,
): Point | undefined {
  return event instanceof KeyboardEvent ? pointAfterKey(event, point) : pointUnder(event, panes);
}

/** @returns where in one of the panes the pointer is; undefined outside all of them, and if a mouse left */
function pointUnder(event: PointerEvent, panes: Iterable<Element>): Point | undefined {
  const { type, pointerType, clientX, clientY } = event;
  // A finger leaves the screen where it pointed.
  if (type === 'pointerleave' && pointerType !== 'touch') return undefined;
  for (const pane of panes) {
    const { left, top, width, height } = pane.getBoundingClientRect();
    const [x, y] = [(clientX - left) / width, (clientY - top) / height];
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) return [x, y];
  }
  return undefined;
}

/** @returns where a key moves the point, which is then used up; undefined removes it */
function pointAfterKey(event: KeyboardEvent, point: Point | undefined): Point | undefined {
  const moved = isShortcut(event) ? undefined : movedBy(event.key, point);
  if (moved === undefined) return point;
  event.preventDefault();
  return moved === 'away' ? undefined : moved;
}

/** "x 612, y 210: heatmap 0.87, raw map 1.42", or what makes it say that. */
export function readingOf(
  point: Point | undefined,
  { explanation }: EmbeddedResult,
  picture: Size,
  strings: ElementStrings,
): TemplateResult {
  const pixel = point === undefined ? undefined : pixelAt(picture, point);
  const raw = point === undefined ? undefined : cellAt(explanation.map, point);
  const words =
    pixel === undefined || raw === undefined
      ? ''
      : strings.reading({
          pixel,
          heatmap: heatmapValueAt(explanation, picture, pixel),
          map: raw,
          isRefined: explanation.refined !== undefined,
        });
  return html`<output>${words}</output><span class=${words === '' ? '' : 'unseen'}>${strings.howToRead}</span>`;
}
