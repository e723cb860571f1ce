import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Unhurried } from '../../../src/ui/evaluate/unhurried.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that takes this long, and how often it began. */
function working(takesMs: number) {
  const work = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, takesMs)));
  return { work, unhurried: new Unhurried(work, 1000) };
}

it('waits between two times: the least, or twenty times what one takes', async () => {
  for (const [takes, wait] of [
    [10, 1000],
    [100, 2000],
  ] as const) {
    const { work, unhurried } = working(takes);
    unhurried.ask();
    await vi.advanceTimersByTimeAsync(takes);
    expect(work).toHaveBeenCalledTimes(1);
    unhurried.ask();
    unhurried.ask();
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1 + takes);
    expect(work).toHaveBeenCalledTimes(2);
  }
});

it('never does it twice at once, and forgets nothing that is asked meanwhile', async () => {
  const { work, unhurried } = working(100);
  unhurried.ask();
  await vi.advanceTimersByTimeAsync(50);
  unhurried.ask();
  unhurried.now();
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(50);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(2);
});

it('does not wait where it must be now, and not at all once it is cancelled', async () => {
  const { work, unhurried } = working(100);
  unhurried.now();
  await vi.advanceTimersByTimeAsync(100);
  unhurried.ask();
  unhurried.now();
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(100);
  unhurried.ask();
  unhurried.cancel();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(2);
});
