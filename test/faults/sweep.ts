/**
 * A sweep repeats the same work, each time with one fault at one call. The outcome must be the undisturbed result or a
 * named error; anything else fails the test and names the call.
 */
import { expect } from 'vitest';
import { describeError, type ErrorCode } from '../../src/errors.ts';
import { isFullSweep } from './full-sweep.ts';

export interface Sweep<Result> {
  /** What is disturbed: `submit`, `createBuffer`, `write`, … */
  readonly site: string;
  /** How: `throws`, `invalid`, `out of memory`, … */
  readonly kind: string;
  /** Calls to disturb, counted from 1; up to this one, and no further than the work makes. */
  readonly calls: number;
  /** Disturbs only every n-th call. Default: every call. */
  readonly step?: number;
  /** Maximum number of disturbed calls, evenly spaced, unless `VITE_SWEEP=full` is in the environment. */
  readonly most?: number;
  /** Does the work with the fault at that call, from a fresh start. */
  readonly run: (call: number) => Promise<Result>;
  /** Fails if the result differs from the undisturbed one. */
  readonly check: (result: Result, call: number) => void;
  /** The permitted errors. */
  readonly named: readonly ErrorCode[];
}

/** @returns one line for people: `submit, out of memory, 1…41: 40 right, 1 out-of-memory` */
export async function sweep<Result>({
  site,
  kind,
  calls,
  most = Infinity,
  step = stepFor(calls, most),
  run,
  check,
  named,
}: Sweep<Result>): Promise<string> {
  const outcomes = new Map<string, number>();
  const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  for (let call = 1; call <= calls; call += step) {
    let result: Result;
    try {
      result = await run(call);
    } catch (error) {
      const { code, message } = describeError(error);
      expect(named, `${site} ${call}, ${kind}: ${code}: ${message}`).toContain(code);
      count(code);
      continue;
    }
    check(result, call);
    count('right');
  }
  const told = [...outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ');
  const line = `${site}, ${kind}, 1…${calls}${step === 1 ? '' : ` by ${step}`}: ${told || 'no call'}`;
  console.log(line);
  return line;
}

function stepFor(calls: number, most: number): number {
  return isFullSweep() ? 1 : Math.max(1, Math.ceil(calls / most));
}
