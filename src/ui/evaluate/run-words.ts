/** Formats times, shares and counts of a run. */
import type { Interval } from '../../evaluation/bootstrap.ts';

/** "about 40 s", "about 3 min", "about 2 h 10 min". */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes}\u00a0min`;
  return `about ${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

/** 0.1234 → "12.3". */
export function percentage(share: number): string {
  return (100 * share).toFixed(1);
}

export function intervalInWords([low, high]: Interval, format: (value: number) => string): string {
  return `${format(low)} to ${format(high)}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
