/** What becomes of calls whose other side answers, throws, dies or hangs; the clock is played. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CamLensError } from '../src/errors.ts';
import { PendingCalls } from '../src/pending-calls.ts';

const patience = { mostMs: 1_000, times: 1, leastMs: 1_000, lookMs: 100 };
const died = new CamLensError('worker-failed', 'It died.');

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function held(): { readonly pending: PendingCalls; readonly hung: number[] } {
  const hung: number[] = [];
  const pending = new PendingCalls(patience, (silentMs) => {
    hung.push(silentMs);
    pending.end(died);
  });
  return { pending, hung };
}

const never = (): Promise<never> => new Promise(() => undefined);

it('a call has its own outcome, also where it throws before it has begun', async () => {
  const { pending } = held();
  const fails = (): never => {
    throw new RangeError('too many');
  };
  await expect(pending.settle(() => Promise.resolve(7))).resolves.toBe(7);
  await expect(pending.settle(() => Promise.reject(new RangeError('too few')))).rejects.toThrow('too few');
  await expect(pending.settle(fails)).rejects.toThrow('too many');
  expect(vi.getTimerCount()).toBe(0);
});

it('the first reason rejects all that is pending, and all that comes later, which is not begun', async () => {
  const { pending } = held();
  const calls = [pending.settle(never), pending.settle(never)];
  expect(pending.end(died)).toBe(true);
  expect(pending.end(new CamLensError('stopped', 'Later.'))).toBe(false);
  for (const call of calls) await expect(call).rejects.toBe(died);
  const later = vi.fn(() => Promise.resolve(1));
  await expect(pending.settle(later)).rejects.toBe(died);
  expect(later).not.toHaveBeenCalled();
  expect(pending.ended).toBe(died);
});

it('a silence counts while a call is pending only, and from the last sign on', async () => {
  const { pending, hung } = held();
  vi.advanceTimersByTime(5_000);
  const call = pending.settle(never);
  const outcome = expect(call).rejects.toBe(died);
  vi.advanceTimersByTime(900);
  pending.beat();
  vi.advanceTimersByTime(900);
  expect(hung).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(hung).toEqual([1_000]);
  await outcome;
  expect(vi.getTimerCount()).toBe(0);
});
