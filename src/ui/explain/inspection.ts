/** Where a visitor looks in the pictures: one point, marked in all of them, and the part that is shown. */
import type { ReactiveControllerHost } from 'lit';
import { own } from '../../own.ts';
import { movedBy, type Point } from '../shared/point.ts';
import {
  movedView,
  pointAt,
  showing,
  uninspected,
  zoomedBy,
  zoomStep,
  type Inspected,
  type Zoom,
} from '../shared/zoom.ts';

/** The middle of what is shown. */
export function middleOf(zoom: Zoom): Point {
  return pointAt(zoom, [0.5, 0.5]);
}

/** By how much of the view one key moves it, in the picture's direction. */
const keyMoves: Readonly<Record<string, Point>> = {
  ...{ ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] },
};
const keyFactors: Readonly<Record<string, number>> = { '+': zoomStep, '=': zoomStep, '-': 1 / zoomStep, '0': 0 };

/**
 * Arrow keys move the point, and with Shift what is shown; +, − and 0 zoom about the point; Escape removes it.
 * @returns undefined if the key has no effect
 */
export function afterKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  { point, zoom }: Inspected,
): Inspected | undefined {
  const factor = own(keyFactors, key);
  if (factor !== undefined) return { point, zoom: zoomedBy(factor, zoom, point ?? middleOf(zoom)) };
  const by = shiftKey ? own(keyMoves, key) : undefined;
  if (by !== undefined) return { point, zoom: movedView(zoom, by) };
  const moved = movedBy(key, point ?? (zoom.scale > 1 ? middleOf(zoom) : undefined), zoom.scale);
  if (moved === undefined) return undefined;
  if (moved === 'away') return point === undefined ? undefined : { point: undefined, zoom };
  return { point: moved, zoom: showing(zoom, moved) };
}

/** What the three pictures share. Another picture is shown whole, with no point. */
export class Inspection {
  inspected = uninspected;
  readonly #host: ReactiveControllerHost;
  #picture: string | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** @param picture key of the picture that is shown */
  of(picture: string | undefined): Inspected {
    if (picture !== this.#picture) this.inspected = uninspected;
    this.#picture = picture;
    return this.inspected;
  }

  take(inspected: Inspected): void {
    this.inspected = inspected;
    this.#host.requestUpdate();
  }
}
