/** Numbers as a table has them. */
import type { Interval } from '../evaluation/bootstrap.ts';
import { markup, type Markup } from './markup.ts';

/** Three decimals: no evaluation tells more. */
export function share(value: number): string {
  return value.toFixed(3);
}

export function intervalText([low, high]: Interval): string {
  return `[${share(low)}, ${share(high)}]`;
}

/** A value, its interval beside it. */
export function withInterval(value: number, interval?: Interval): Markup {
  return markup`${share(value)}${interval === undefined ? null : markup` <small>${intervalText(interval)}</small>`}`;
}

/** As short as it is exact: 0.15 of what adding up steps makes of it. */
export function threshold(value: number): string {
  return String(Number(value.toFixed(6)));
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
