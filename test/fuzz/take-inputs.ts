/**
 * The process that takes inputs one after another. If an input hangs or uses too much memory, the process is ended, and
 * its parent knows the input from the last reported number.
 */
import { describeError } from '../../src/errors.ts';
import { Inputs } from './inputs.ts';
import type { Kind } from './kind.ts';
import { limits } from './limits.ts';

export interface Order {
  readonly kind: string;
  readonly corpus: string;
  readonly seed: number;
  /** The first input's number. */
  readonly from: number;
  /** Up to this number, without it. */
  readonly to: number;
}

export type Told =
  { readonly began: number } | { readonly ended: number; readonly outcome: string; readonly failure?: string };

/** @param kinds the table; of the tests, or of a test of the fuzzing itself */
export function takeInputs(kinds: Readonly<Record<string, Kind>>): void {
  process.once('message', (order: Order) => {
    void take(new Map(Object.entries(kinds)).get(order.kind), order).then(() => process.disconnect());
  });
}

async function take(kind: Kind | undefined, { corpus, seed, from, to }: Order): Promise<void> {
  if (kind === undefined) return;
  const inputs = await Inputs.of(kind, corpus, seed);
  for (let index = from; index < to; index += 1) {
    const input = inputs.at(index);
    await tell({ began: index });
    await tell({ ended: index, ...(await outcomeOf(kind, input)) });
    // What it says of the highest memory would be said of every later input too.
    if (isTooLarge()) return;
  }
}

function isTooLarge(): boolean {
  return process.resourceUsage().maxRSS / 1024 > limits.residentMb;
}

const tooLarge = { outcome: 'FAILED', failure: `it took more than ${limits.residentMb} MB of memory` };

async function outcomeOf(kind: Kind, input: Uint8Array): Promise<{ outcome: string; failure?: string }> {
  try {
    const outcome = await kind.run(input);
    return isTooLarge() ? tooLarge : { outcome };
  } catch (error) {
    const { code, message } = describeError(error);
    if (isTooLarge()) return tooLarge;
    if (code !== 'internal') return { outcome: code };
    const stack = error instanceof Error ? (error.stack ?? message) : message;
    return { outcome: 'FAILED', failure: stack.split('\n').slice(0, 4).join('\n') };
  }
}

function tell(told: Told): Promise<void> {
  return new Promise((resolve) => process.send?.(told, () => resolve()));
}
