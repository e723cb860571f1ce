/** Measures the journey from nothing to the first painted result, and the memory that it takes. */
import type { GpuMemory } from '../memory/memory-ledger.ts';
import { runWhole, type SteppedTimes } from './journey-run.ts';
import { openJourney, type JourneyOptions } from './open-journey.ts';

export interface ColdRun {
  readonly times: Pick<SteppedTimes, 'steps' | 'sumMs'>;
  readonly wholeMs: number;
  /** From the start to the first result; null without a GPU. */
  readonly gpu: GpuMemory | null;
  readonly webAssemblyBytes: number;
}

export interface ColdOptions extends JourneyOptions {
  readonly begunMs: number;
}

/**
 * Call it in a page or worker that has loaded nothing yet.
 * @throws CamLensError as openJourney and `Explainer.explain`
 */
export async function measureCold(options: ColdOptions, file: Blob): Promise<ColdRun> {
  const machine = await openJourney(options);
  const { laps, ledger, webAssembly } = machine;
  try {
    const run = await runWhole(machine, file);
    laps.end('first result');
    const wholeMs = performance.timeOrigin + performance.now() - options.begunMs;
    run.end();
    const times = { steps: laps.timesMs, sumMs: laps.sumMs };
    return { times, wholeMs, gpu: ledger?.now ?? null, webAssemblyBytes: webAssembly.bytes };
  } finally {
    await machine.close();
  }
}
