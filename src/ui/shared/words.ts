/** Numbers formatted for readers. */
import type { Box, Size } from '../../pipeline/types.ts';

/** 0.9871 → "98.7 %"; values that are not quite 0 or 1 are never rounded to these. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<\u00a00.1\u00a0%';
  if (share < 1 && share >= 0.9995) return '>\u00a099.9\u00a0%';
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** 0.9871 → "99 %"; values that are not quite 0 or 1 are never rounded to these. */
export function wholePercent(share: number): string {
  if (share > 0 && share < 0.005) return '<\u00a01\u00a0%';
  if (share < 1 && share >= 0.995) return '>\u00a099\u00a0%';
  return `${Math.round(100 * share)}\u00a0%`;
}

/** Three significant digits, for raw map values of any magnitude; a true minus sign. */
export function rawValue(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e4 || size < 1e-3 ? size.toExponential(2) : size.toPrecision(3);
  return value < 0 ? `−${text}` : text;
}

/** "56 × 56". */
export function sizeInWords({ width, height }: Size): string {
  return `${width} × ${height}`;
}

/** Milliseconds, with more digits for small values. */
export function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time).toLocaleString('en')}\u00a0ms`;
}

/** How long something will take, with a plausible precision. */
export function timeLeft(timeMs: number): string {
  const seconds = timeMs / 1000;
  if (seconds < 2) return 'almost done';
  if (seconds < 10) return `about ${Math.ceil(seconds)}\u00a0s left`;
  if (seconds < 90) return `about ${5 * Math.ceil(seconds / 5)}\u00a0s left`;
  return `about ${Math.ceil(seconds / 60)}\u00a0minutes left`;
}

/** Upper left corner, and the lower right one (exclusive): "38, 27" and "908, 727". */
export function boxCorners([x0, y0, x1, y1]: Box): readonly [string, string] {
  return [`${x0}, ${y0}`, `${x1}, ${y1}`];
}

/** A box in words, for screen readers. */
export function boxInWords([x0, y0, x1, y1]: Box): string {
  return `x ${x0} to ${x1}, y ${y0} to ${y1}`;
}

export const deviceLost = 'The graphics device was lost (sleep, or a driver that restarted). Try again.';

/** Three significant digits, without trailing zeros: `0.0123`, `1200`. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
