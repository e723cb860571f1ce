/** What mouse, pen and fingers do in a picture: point, drag, pinch, turn the wheel. */
import type { Point } from '../shared/point.ts';
import { movedView, pointAt, zoomedBy, type Inspected } from '../shared/zoom.ts';

type Pointer = Pick<PointerEvent, 'type' | 'pointerId' | 'pointerType' | 'clientX' | 'clientY'>;
type Wheel = Pick<WheelEvent, 'deltaY' | 'ctrlKey' | 'metaKey' | 'clientX' | 'clientY'>;
type Frame = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/** Of a wheel's way, per pixel; browsers send pinches on a trackpad as wheels with Ctrl, of few pixels each. */
const zoomPerPx = 0.01;
const mostPx = 50;

export class PointerGestures {
  /** Where pressed pointers are, as fractions of the view. */
  readonly #pressed = new Map<number, Point>();

  /** @returns undefined if nothing changes */
  afterPointer(event: Pointer, frame: Frame, { point, zoom }: Inspected): Inspected | undefined {
    const { type, pointerId, pointerType } = event;
    const place = placeIn(frame, event);
    const before = this.#pressed.get(pointerId);
    if (type === 'pointerdown') this.#pressed.set(pointerId, place);
    if (type === 'pointerup' || type === 'pointercancel') this.#pressed.delete(pointerId);
    if (type === 'pointerleave') {
      this.#pressed.delete(pointerId);
      // A finger that is lifted leaves its point.
      return pointerType === 'mouse' && point !== undefined ? { point: undefined, zoom } : undefined;
    }
    if (type !== 'pointermove' || before === undefined) {
      return this.#pressed.size > 1 ? undefined : { point: pointAt(zoom, place), zoom };
    }
    this.#pressed.set(pointerId, place);
    const [other] = [...this.#pressed].filter(([id]) => id !== pointerId).map(([, at]) => at);
    if (other === undefined) {
      const moved = movedView(zoom, [place[0] - before[0], place[1] - before[1]]);
      return { point: pointAt(moved, place), zoom: moved };
    }
    const factor = distance(place, other, frame) / Math.max(1, distance(before, other, frame));
    return { point: undefined, zoom: zoomedBy(factor, zoom, pointAt(zoom, other)) };
  }

  /** @returns undefined for a wheel without Ctrl, which scrolls the page */
  afterWheel(event: Wheel, frame: Frame, { zoom }: Inspected): Inspected | undefined {
    if (!event.ctrlKey && !event.metaKey) return undefined;
    const point = pointAt(zoom, placeIn(frame, event));
    const way = Math.min(mostPx, Math.max(-mostPx, event.deltaY));
    return { point, zoom: zoomedBy(Math.exp(-way * zoomPerPx), zoom, point) };
  }
}

function placeIn(
  { left, top, width, height }: Frame,
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>,
): Point {
  return [(clientX - left) / width, (clientY - top) / height];
}

/** In pixels. */
function distance([x0, y0]: Point, [x1, y1]: Point, { width, height }: Frame): number {
  return Math.hypot((x1 - x0) * width, (y1 - y0) * height);
}
