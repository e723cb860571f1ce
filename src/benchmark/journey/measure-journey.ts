/**
 * Measures the whole journey of a photo: cold and warm by steps, batches, memory. The result is first compared with that
 * of the CPU, and the result while steps are timed with the result while they are not.
 */
import { networkThreads } from '../../pipeline/network/network.ts';
import type { Size } from '../../pipeline/types.ts';
import { noticeHidden } from '../measure/notice-hidden.ts';
import { changedOutput, differingOutput, type JourneyOutput } from './journey-output.ts';
import { journeyFormat, journeyVersion } from './journey-result.ts';
import type {
  BatchRow,
  ColdJourney,
  FirstJourney,
  Journey,
  JourneyRefused,
  JourneyResult,
  WarmJourney,
} from './journey-result.ts';
import { runBySteps, runWhole } from './journey-run.ts';
import { Laps } from './laps.ts';
import { measureBatches, usualBatches } from './measure-batches.ts';
import type { ColdRun } from './measure-cold.ts';
import { journeyOf, measureWarm } from './measure-warm.ts';
import { ruleOf } from '../statistics/sample-by-turns.ts';
import { openJourney, type JourneyMachine, type JourneyOptions } from './open-journey.ts';

const warmBudgetMs = 30_000;
const usualBatchBudgetMs = 60_000;

export interface ReadyOptions extends JourneyOptions {
  /** Samples of the warm journey; default: until the median is known within 3 %, or 30 s. */
  readonly runs?: number | undefined;
  /** Milliseconds for all batches together. Default: 60,000. */
  readonly batchBudgetMs?: number;
}

/** What is measured on a machine that is ready. */
export interface ReadyRun {
  readonly facts: Pick<JourneyResult, 'backend' | 'isSoftware' | 'threads' | 'model' | 'input' | 'methods' | 'layers'>;
  readonly picture: Size;
  readonly outcome: JourneyRefused | ReadyMeasured;
  readonly leftBytes: number | null;
}

interface ReadyMeasured {
  readonly status: 'measured';
  readonly warm: WarmJourney;
  readonly batches: readonly BatchRow[];
}

/** The result of the same journey on the CPU: WebAssembly and TypeScript. */
export async function referenceJourney(options: Omit<JourneyOptions, 'backend'>, file: Blob): Promise<JourneyOutput> {
  const machine = await openJourney({ ...options, backend: 'cpu' });
  try {
    const run = await runWhole(machine, file);
    const output = await run.output();
    run.end();
    return output;
  } finally {
    await machine.close();
  }
}

/** @param expected the result on the CPU */
export async function measureReady(options: ReadyOptions, file: Blob, expected: JourneyOutput): Promise<ReadyRun> {
  const machine = await openJourney(options);
  let measured: Pick<ReadyRun, 'picture' | 'outcome'>;
  let leftBytes: number | null;
  try {
    measured = await checkAndTime(machine, options, file, expected);
  } finally {
    leftBytes = await machine.close();
  }
  return { facts: factsOf(machine), ...measured, leftBytes };
}

async function checkAndTime(
  machine: JourneyMachine,
  { onProgress = () => undefined, runs, batchBudgetMs = usualBatchBudgetMs }: ReadyOptions,
  file: Blob,
  expected: JourneyOutput,
): Promise<Pick<ReadyRun, 'picture' | 'outcome'>> {
  onProgress('Comparing with the CPU');
  const whole = await runWhole(machine, file);
  const untimed = await whole.output();
  whole.end();
  const stepped = await runBySteps(machine, file, new Laps());
  const timed = await stepped.output();
  stepped.end();
  const { picture } = whole;
  const reason = differingOutput(untimed, expected) ?? changedOutput(timed, untimed);
  if (reason !== undefined) return { picture, outcome: { status: 'differs', reason } };
  onProgress('Measuring one photo at a time');
  const warm = await measureWarm(machine, file, ruleOf(runs, warmBudgetMs));
  const batches = await measureBatches(machine, file, { sizes: usualBatches, budgetMs: batchBudgetMs, onProgress });
  return { picture, outcome: { status: 'measured', warm, batches } };
}

function factsOf({ machine: { chosen, network }, input, choice }: JourneyMachine): ReadyRun['facts'] {
  const { height, width, channels = 3 } = input;
  return {
    ...{ backend: chosen.backend, isSoftware: chosen.device?.isSoftware ?? false, threads: networkThreads() },
    ...{ model: network.layers.description.name, input: [1, channels, height, width] },
    ...{ methods: choice.methods, layers: choice.layers },
  };
}

/** Each task runs in a new worker, so that nothing is loaded, and no memory is another's. */
export interface JourneyTasks {
  cold(): Promise<ColdRun>;
  reference(): Promise<JourneyOutput>;
  ready(expected: JourneyOutput): Promise<ReadyRun>;
}

/**
 * The first cold journey comes before all else, because what has run before is compiled.
 * @param colds cold journeys, 1 or more
 */
export async function measureJourney(tasks: JourneyTasks, colds: number, bytes: number): Promise<JourneyResult> {
  const [begunAt, begunMs] = [new Date(), performance.now()];
  const hidden = noticeHidden();
  const first = await tasks.cold();
  const { facts, picture, outcome, leftBytes } = await tasks.ready(await tasks.reference());
  const about: Omit<JourneyResult, 'tookMs' | 'wasHidden' | 'outcome'> = {
    ...{ format: journeyFormat, version: journeyVersion, begunAt: begunAt.toISOString() },
    ...facts,
    ...{ browser: navigator.userAgent, picture: { ...picture, bytes } },
  };
  const end = () => {
    hidden.stop();
    return { wasHidden: hidden.wasHidden, tookMs: performance.now() - begunMs };
  };
  if (outcome.status === 'differs') return { ...about, ...end(), outcome };
  const later: ColdRun[] = [];
  while (later.length < colds - 1) later.push(await tasks.cold());
  const { gpu, webAssemblyBytes } = first;
  const memory = { gpu, leftBytes, webAssemblyBytes };
  const cold: ColdJourney = { first: firstOf(first), later: later.length === 0 ? null : laterOf(later) };
  return { ...about, ...end(), outcome: { ...outcome, cold, memory } };
}

function firstOf({ times: { steps, sumMs }, wholeMs }: ColdRun): FirstJourney {
  const rows = [...steps].map(([step, timeMs]) => ({ step, timeMs }));
  return { steps: rows, sumMs, wholeMs, unaccountedMs: wholeMs - sumMs };
}

function laterOf(runs: readonly ColdRun[]): Journey {
  return journeyOf(
    runs.map(({ times }) => times),
    runs.map(({ wholeMs }) => wholeMs),
  );
}
