/** When a silent worker counts as hung, with a fake clock. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Silence, usualPatience } from '../src/silence.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const minuteMs = 60_000;

function watched(): { readonly silence: Silence; readonly hung: number[] } {
  const hung: number[] = [];
  const silence = new Silence(usualPatience, (ms) => hung.push(ms));
  return { silence, hung };
}

describe('a worker that has work', () => {
  it('may be silent for ten minutes before its first sign of progress', () => {
    const { silence, hung } = watched();
    silence.begin();
    vi.advanceTimersByTime(10 * minuteMs - 1);
    expect(hung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(hung).toEqual([10 * minuteMs]);
    vi.advanceTimersByTime(60 * minuteMs);
    expect(hung).toHaveLength(1);
  });

  it.each([
    ['three minutes at least', 100, 180_000],
    ['a hundred times its longest silence', 2_500, 250_000],
    ['ten minutes at most', 20_000, 600_000],
  ])('may be silent afterwards for %s', (_, longestMs, limitMs) => {
    const { silence, hung } = watched();
    silence.begin();
    for (const ms of [10, longestMs, 10]) {
      vi.advanceTimersByTime(ms);
      silence.beat();
    }
    expect(silence.limitMs).toBe(limitMs);
    vi.advanceTimersByTime(limitMs - 1);
    expect(hung).toEqual([]);
    // It is looked at every five seconds.
    vi.advanceTimersByTime(5_000);
    expect(hung).toHaveLength(1);
  });

  it('may take however long, as long as it gives signs', () => {
    const { silence, hung } = watched();
    silence.begin();
    for (let i = 0; i < 100; i++) {
      vi.advanceTimersByTime(2 * minuteMs);
      silence.beat();
    }
    expect(hung).toEqual([]);
  });

  it('counts as hung no sooner because the machine slept, or the page was held up', () => {
    const { silence, hung } = watched();
    silence.begin();
    vi.advanceTimersByTime(minuteMs);
    // Eight hours in which no timer ran.
    const slept = performance.now() + 8 * 60 * minuteMs;
    vi.spyOn(performance, 'now').mockImplementation(() => slept);
    vi.advanceTimersByTime(5_000);
    expect(hung).toEqual([]);
    vi.restoreAllMocks();
  });
});

it('a worker that has no work may be silent for ever', () => {
  const { silence, hung } = watched();
  silence.begin();
  silence.end();
  vi.advanceTimersByTime(100 * minuteMs);
  silence.begin();
  vi.advanceTimersByTime(9 * minuteMs);
  expect(hung).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
  silence.end();
  expect(vi.getTimerCount()).toBe(0);
});
