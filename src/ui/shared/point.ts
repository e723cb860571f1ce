/** A point of a picture that mouse and keyboard move, and the value of a map there. */
import { own } from '../../own.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

/** As fractions of width and height, 0…1 from the upper left. */
export type Point = readonly [x: number, y: number];

const middle: Point = [0.5, 0.5];
/** Small enough to reach every cell of a typical 14 × 14 map. */
const step = 1 / 28;

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

/**
 * @param key as `KeyboardEvent.key`
 * @param from undefined: the first step starts in the middle
 * @param scale of what is shown: the step is as large on the screen
 * @returns undefined if the key has no effect; `away` to remove the point
 */
export function movedBy(key: string, from: Point | undefined, scale = 1): Point | 'away' | undefined {
  if (key === 'Escape' && from !== undefined) return 'away';
  const by = own(steps, key);
  if (by === undefined) return undefined;
  if (from === undefined) return middle;
  return [within(from[0] + by[0] / scale), within(from[1] + by[1] / scale)];
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Whether a key is part of a shortcut of the browser's, which is left alone. */
export function isShortcut({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

/** The value of the raw map's cell that contains a point; undefined outside the picture. */
export function cellAt({ width, height, values }: Explanation['map'], [x, y]: Point): number | undefined {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return undefined;
  // The right and the lower edge belong to the last cells.
  const [column, row] = [Math.min(width - 1, Math.floor(x * width)), Math.min(height - 1, Math.floor(y * height))];
  return values[row * width + column];
}
