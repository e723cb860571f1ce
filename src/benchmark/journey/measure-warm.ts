/** Measures the journey of one photo on a machine that is ready: whole and by steps, in turns. */
import { median } from '../statistics/resampled-medians.ts';
import { sampleByTurns, type StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import type { PartClock, PartRow, SpreadMs, StepRow, WarmJourney } from './journey-result.ts';
import { restPart, runBySteps, runWhole, type SteppedTimes } from './journey-run.ts';
import { Laps } from './laps.ts';
import type { JourneyMachine } from './open-journey.ts';

export async function measureWarm(machine: JourneyMachine, file: Blob, rule: StopRule): Promise<WarmJourney> {
  const times: SteppedTimes[] = [];
  const whole = async (): Promise<number> => {
    const run = await runWhole(machine, file);
    run.end();
    return run.tookMs;
  };
  const bySteps = async (): Promise<SteppedTimes> => {
    const run = await runBySteps(machine, file, new Laps());
    run.end();
    return run.times;
  };
  const [wholes, sums] = await sampleByTurns(
    [
      { take: whole },
      {
        take: async () => {
          const taken = await bySteps();
          times.push(taken);
          return taken.sumMs;
        },
      },
    ],
    rule,
  );
  const kept = times.slice(-sums!.samples.length);
  const clock = machine.finished === undefined ? 'cpu' : 'gpu';
  return {
    ...journeyOf(kept, wholes!.samples),
    parts: partsOf(kept, clock),
    isNoisy: wholes!.isNoisy || sums!.isNoisy,
    isDrifting: Math.abs(summarize(wholes!.samples).drift) > driftLimit,
  };
}

/** Steps and their sum beside wholes of the same number. */
export function journeyOf(
  times: readonly Pick<SteppedTimes, 'steps' | 'sumMs'>[],
  wholesMs: readonly number[],
): Pick<WarmJourney, 'runs' | 'steps' | 'sum' | 'whole' | 'unaccountedMs'> {
  const sumsMs = times.map(({ sumMs }) => sumMs);
  const names = [...new Set(times.flatMap(({ steps }) => [...steps.keys()]))];
  return {
    runs: times.length,
    steps: names.map((step): StepRow => ({ step, ...spreadOf(times.map(({ steps }) => steps.get(step) ?? 0)) })),
    sum: spreadOf(sumsMs),
    whole: spreadOf(wholesMs),
    unaccountedMs: median(wholesMs) - median(sumsMs),
  };
}

function partsOf(times: readonly SteppedTimes[], clock: PartClock): readonly PartRow[] {
  const [first] = times;
  return (first?.parts ?? []).map(({ step, part }): PartRow => {
    const samples = times.map(({ parts }) => parts.find((one) => one.step === step && one.part === part)?.timeMs ?? 0);
    return { step, part, clock: part === restPart ? 'rest' : clock, ...spreadOf(samples) };
  });
}

function spreadOf(samplesMs: readonly number[]): SpreadMs {
  const { median: medianMs, interval, p5: p5Ms, p95: p95Ms } = summarize(samplesMs);
  return { medianMs, interval, p5Ms, p95Ms };
}
