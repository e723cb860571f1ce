/** A run of one kind: starts the process that takes inputs, ends it if an input hangs, and stores failing inputs. */
import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inputs } from './inputs.ts';
import type { Kind } from './kind.ts';
import { limits } from './limits.ts';
import type { Order, Told } from './take-inputs.ts';

export interface FuzzChoice {
  readonly kind: string;
  readonly seed: number;
  /** No input is started after this number of seconds, or beyond this number of inputs. */
  readonly seconds: number;
  readonly count: number;
  /** The first input's number; 0 is the first of the corpus. */
  readonly from: number;
  /** Folder with a folder for each kind. */
  readonly corpus: string;
  /** The built child.ts. */
  readonly child: string;
  /** Time limit for an input. Default: the promised limit. */
  readonly inputSeconds?: number;
}

export interface FuzzResult {
  readonly inputs: number;
  /** Outcome → count. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** One for each way to fail, with the file that shows it. */
  readonly failures: readonly { readonly index: number; readonly failure: string; readonly file: string }[];
}

/** Stops after this many different failures. */
const mostFailures = 20;

export async function fuzz(kind: Kind, choice: FuzzChoice): Promise<FuzzResult> {
  const folder = join(choice.corpus, choice.kind);
  const inputs = await Inputs.of(kind, folder, choice.seed);
  const outcomes = new Map<string, number>();
  const failures = new Map<string, number>();
  const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const endTime = performance.now() + 1000 * choice.seconds;
  const to = choice.from + choice.count;
  let next = choice.from;
  while (next < to && performance.now() < endTime && failures.size < mostFailures) {
    const order = { kind: choice.kind, corpus: folder, seed: choice.seed, from: next, to };
    next = await takeInputs(choice, order, endTime, (index, outcome, failure) => {
      count(outcome);
      if (failure !== undefined && !failures.has(failure)) failures.set(failure, index);
      return failures.size < mostFailures;
    });
  }
  // Kept at the end: a corpus that grows in the middle would give other inputs the same numbers.
  const kept = [...failures].map(([failure, index]) => ({
    index,
    failure,
    file: keep(inputs.at(index), folder, kind),
  }));
  return { inputs: next - choice.from, outcomes, failures: kept };
}

/** @returns the number of the first input that was not taken: the process has ended, on its own or not */
async function takeInputs(
  { child: file, inputSeconds = limits.seconds }: FuzzChoice,
  order: Order,
  endTime: number,
  onOutcome: (index: number, outcome: string, failure?: string) => boolean,
): Promise<number> {
  const child = fork(file, {
    execArgv: [`--max-old-space-size=${limits.heapMb}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let [next, began, beganAt, isStopped] = [order.from, -1, performance.now(), false];
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-20_000)));
  child.on('message', (told: Told) => {
    if ('began' in told) [began, beganAt] = [told.began, performance.now()];
    else {
      next = told.ended + 1;
      if (onOutcome(told.ended, told.outcome, told.failure) && performance.now() < endTime) return;
      isStopped = true;
      child.kill('SIGKILL');
    }
  });
  const watch = setInterval(() => {
    if (began >= next && performance.now() - beganAt > 1000 * inputSeconds) child.kill('SIGKILL');
  }, 100);
  child.send(order);
  await ended(child);
  clearInterval(watch);
  if (isStopped || (began < next && child.exitCode === 0)) return next;
  if (began < next) throw new Error(`The process that takes inputs ended before it began one:\n${said}`);
  const isLate = performance.now() - beganAt > 1000 * inputSeconds;
  onOutcome(began, 'FAILED', isLate ? `it took more than ${inputSeconds} s` : `the process died: ${reason(said)}`);
  return began + 1;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => void child.once('close', () => resolve()));
}

/** What V8 says last of all, without the numbers that differ each time. */
function reason(said: string): string {
  return /FATAL ERROR: .*/.exec(said)?.[0] ?? said.trim().split('\n').at(-1) ?? '';
}

function keep(input: Uint8Array, folder: string, { extension }: Kind): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${createHash('sha256').update(input).digest('hex').slice(0, 12)}${extension}`);
  writeFileSync(file, input);
  return file;
}
