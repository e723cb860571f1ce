/** Times pieces of GPU work alternately. First, the number of runs per sample is calibrated for each. */
import { CamLensError } from '../../errors.ts';
import { median } from '../statistics/resampled-medians.ts';
import { sampleByTurns, type StopRule, type Turn } from '../statistics/sample-by-turns.ts';
import { timeAboveZero, type GpuClock, type TimedPass } from './gpu-clock.ts';
import { whileVisible, type Sight } from './while-visible.ts';

/** Work to time, which can run any number of times. */
export interface TimedWork {
  /** Records all dispatches of one run. */
  readonly encode: (pass: GPUComputePassEncoder) => void;
  /**
   * Restores data that a run changes, if the next run would otherwise do different work. Each run then has its own
   * pass, with this before it, outside the timed section.
   */
  readonly reset?: (encoder: GPUCommandEncoder) => void;
}

export interface TimedRuns {
  /** Milliseconds per run, in the order of measurement. */
  readonly samplesMs: readonly number[];
  /** Number of runs that a sample is the mean of. */
  readonly runsPerSample: number;
  /** The clock's quantum as a fraction of a sample. */
  readonly resolution: number;
  /** The budget ended before the median was known to within 3 %. */
  readonly isNoisy: boolean;
  /** Number of samples discarded because the page was hidden. */
  readonly hidden: number;
}

/** Wanted maximum of the quantum as a fraction of a sample, as far as `mostRuns` allows. */
const quantumShare = 0.01;
/** Wanted maximum of the clock's overhead, as a fraction of a sample. */
const overheadShare = 0.05;
/** Minimum length of a sample, so that the start and end of a pass are negligible. */
const leastSampleMs = 1;
const mostRuns = 4096;
/** Maximum number of runs of work with `reset`, each in its own pass. */
const mostPasses = 64;

/**
 * @param works run alternately, A B A B
 * @returns the same number of samples for each
 * @throws CamLensError `device-lost`, `gpu-failed`, `out-of-memory`, `stopped`
 */
export async function measureByTurns(
  clock: GpuClock,
  works: readonly TimedWork[],
  rule: StopRule,
  signal?: AbortSignal,
): Promise<TimedRuns[]> {
  const sight: Sight = { hidden: 0 };
  const counts: number[] = [];
  for (const work of works) counts.push(await calibrate(clock, work));
  const turns = works.map((work, i): Turn => {
    const passes = passesOf(work, counts[i]!);
    return {
      take: () => {
        if (signal?.aborted === true) throw new CamLensError('stopped', 'The measurement was stopped.');
        return whileVisible(() => timeAboveZero(clock, passes), sight);
      },
    };
  });
  const sampled = await sampleByTurns(turns, rule);
  return sampled.map(({ samples, isNoisy }, i) => {
    const runs = counts[i]!;
    const samplesMs = samples.map((sample) => sample / runs);
    const together = works[i]!.reset === undefined ? runs : 1;
    return {
      ...{ samplesMs, isNoisy, runsPerSample: runs, hidden: sight.hidden },
      resolution: clock.quantumMs / (median(samplesMs) * together),
    };
  });
}

/** @returns the number of runs that make a sample long enough for the clock */
async function calibrate(clock: GpuClock, work: TimedWork): Promise<number> {
  // Runs in separate passes each include the clock's overhead.
  const [most, overheadMs] = work.reset === undefined ? [mostRuns, clock.overheadMs] : [mostPasses, 0];
  const wantedMs = Math.max(clock.quantumMs / quantumShare, overheadMs / overheadShare, leastSampleMs);
  let runs = 1;
  for (;;) {
    // The first run is the slowest, because memory and code are loaded.
    await clock.time(passesOf(work, runs));
    const timeMs = await clock.time(passesOf(work, runs));
    if (timeMs >= wantedMs || runs >= most) return runs;
    const factor = timeMs > 0 ? (1.2 * wantedMs) / timeMs : Infinity;
    runs = Math.min(most, Math.ceil(runs * Math.min(8, Math.max(1.5, factor))));
  }
}

function passesOf({ encode, reset }: TimedWork, runs: number): readonly TimedPass[] {
  if (reset !== undefined) return Array.from({ length: runs }, () => ({ before: reset, encode }));
  return [
    {
      encode: (pass) => {
        for (let run = 0; run < runs; run++) encode(pass);
      },
    },
  ];
}
