/** Formats numbers for tables. */
import type { Interval } from '../evaluation/bootstrap.ts';
import { markup, type Markup } from './markup.ts';

/** Three decimals: no evaluation is more precise. */
export function share(value: number): string {
  return value.toFixed(3);
}

export function intervalText([low, high]: Interval): string {
  return `[${share(low)}, ${share(high)}]`;
}

/** A value with its interval. */
export function withInterval(value: number, interval?: Interval): Markup {
  return markup`${share(value)}${interval === undefined ? null : markup` <small>${intervalText(interval)}</small>`}`;
}

/** Without rounding errors of accumulated steps: 0.15 for 0.15000000000000002. */
export function threshold(value: number): string {
  return String(Number(value.toFixed(6)));
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
