/** Measures how many pictures a second go from bytes to boxes, by the size of the batch. */
import { describeError } from '../../errors.ts';
import { closePicture, decodePicture } from '../../pipeline/picture/decode.ts';
import { explainPictures } from '../../pipeline/recipe/explain.ts';
import type { Picture } from '../../pipeline/types.ts';
import { sampleByTurns, stopRule, type StopRule } from '../statistics/sample-by-turns.ts';
import { summarize } from '../statistics/summarize.ts';
import type { BatchMeasured, BatchRow } from './journey-result.ts';
import type { JourneyMachine } from './open-journey.ts';

export const usualBatches: readonly number[] = [1, 2, 4, 8, 16, 32];

export interface BatchOptions {
  /** In increasing order. */
  readonly sizes: readonly number[];
  /** Of all sizes together, in milliseconds. */
  readonly budgetMs: number;
  readonly onProgress?: (message: string) => void;
}

interface BatchSamples {
  readonly samplesMs: readonly number[];
  readonly isNoisy: boolean;
  /** Of GPU memory, in bytes; null without a GPU. */
  readonly peak: number | null;
}

/** One batch for warming up, and at least three samples. */
const fewest = { warmUps: 1, leastSamples: 3 } as const;

/** @param measure returns milliseconds of batches of this size, one or more */
export async function measureSizes(
  { sizes, budgetMs, onProgress = () => undefined }: BatchOptions,
  measure: (size: number, rule: StopRule) => Promise<BatchSamples>,
  now: () => number = () => performance.now(),
): Promise<readonly BatchRow[]> {
  const untilMs = now() + budgetMs;
  const rows: BatchRow[] = [];
  let stopped: string | undefined;
  /** Milliseconds per picture at the size before. */
  let paceMs = 0;
  for (const [i, size] of sizes.entries()) {
    const leftMs = untilMs - now();
    const neededMs = paceMs * size * (fewest.warmUps + fewest.leastSamples);
    if (stopped === undefined && neededMs > leftMs) stopped = outOfTime(size, budgetMs, neededMs);
    if (stopped !== undefined) {
      rows.push({ batch: size, outcome: { status: 'not reached', reason: stopped } });
      continue;
    }
    onProgress(`Batches of ${size}`);
    try {
      const share = leftMs / (sizes.length - i);
      const sampled = await measure(size, { ...stopRule, ...fewest, budgetMs: share, mostSamples: 30 });
      rows.push({ batch: size, outcome: outcomeOf(size, sampled) });
      paceMs = summarize(sampled.samplesMs).median / size;
    } catch (error) {
      rows.push({ batch: size, outcome: { status: 'failed', reason: describeError(error).message } });
      stopped = `A batch of ${size} failed.`;
    }
  }
  return rows;
}

function outOfTime(size: number, budgetMs: number, neededMs: number): string {
  return `Batches of ${size} would take about ${Math.ceil(neededMs / 1000)} s more; the budget is ${budgetMs / 1000} s for all batches.`;
}

function outcomeOf(size: number, { samplesMs, isNoisy, peak: gpuPeakBytes }: BatchSamples): BatchMeasured {
  const { count: runs, median, p5, p95 } = summarize(samplesMs.map((timeMs) => (1000 * size) / timeMs));
  return { status: 'measured', runs, isNoisy, picturesPerSecond: { median, p5, p95 }, gpuPeakBytes };
}

export function measureBatches(
  machine: JourneyMachine,
  file: Blob,
  options: BatchOptions,
): Promise<readonly BatchRow[]> {
  const { ledger } = machine;
  return measureSizes(options, async (size, rule) => {
    ledger?.restartPeaks();
    const [sampled] = await sampleByTurns([{ take: () => timeBatch(machine, file, size) }], rule);
    const { samples: samplesMs, isNoisy } = sampled!;
    return { samplesMs, isNoisy, peak: ledger?.now.peakBytes ?? null };
  });
}

async function timeBatch({ instruments, choice, finished }: JourneyMachine, file: Blob, size: number): Promise<number> {
  const pictures: Picture[] = [];
  try {
    const begunMs = performance.now();
    for (let i = 0; i < size; i++) pictures.push(await decodePicture(file, `photo ${i + 1}`));
    const { explained } = await explainPictures(instruments(), pictures, choice);
    try {
      await finished?.();
      return performance.now() - begunMs;
    } finally {
      explained.destroy();
    }
  } finally {
    pictures.forEach(closePicture);
  }
}
