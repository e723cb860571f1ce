/**
 * Measures one stage on one workload: compares the GPU's result with the CPU engine's, then replays the recorded
 * commands and times them.
 */
import { describeError } from '../../errors.ts';
import type { StageEngine } from '../../pipeline/engine/stage-chain.ts';
import { stages } from '../../pipeline/engine/stages.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import type { GpuClock } from '../measure/gpu-clock.ts';
import { measureByTurns, type TimedRuns } from '../measure/measure-by-turns.ts';
import type { StageOutcome, StageRow, StageTimes } from '../result/benchmark-result.ts';
import { boundOf } from '../result/bound-of.ts';
import type { StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import type { StageWork } from '../../pipeline/engine/stage-work.ts';
import { recordStage } from './recorded-stage.ts';
import type { StageWorkload } from './stage-workload.ts';

export interface StageMachine {
  readonly gpu: StageEngine;
  readonly cpu: StageEngine;
  readonly clock: GpuClock;
  readonly ceilings: readonly Ceiling[];
}

/** @throws CamLensError `device-lost`, `stopped`; any other error becomes the row's outcome */
export async function measureStage(
  machine: StageMachine,
  workload: StageWorkload,
  rule: StopRule,
  signal?: AbortSignal,
): Promise<StageRow> {
  const { stage, name } = workload;
  const none = { bytes: 0, operations: 0 };
  try {
    const { work, outcome } = await checkAndTime(machine, workload, rule, signal);
    return { stage, workload: name, ...work, outcome };
  } catch (cause) {
    const { code, message } = describeError(cause);
    if (code === 'device-lost' || code === 'stopped') throw cause;
    return { stage, workload: name, ...none, outcome: { status: 'failed', reason: message } };
  }
}

async function checkAndTime(
  machine: StageMachine,
  workload: StageWorkload,
  rule: StopRule,
  signal: AbortSignal | undefined,
): Promise<{ readonly work: StageWork; readonly outcome: StageOutcome }> {
  const { clock, ceilings } = machine;
  const recorded = await recordStage(machine, workload);
  try {
    const { work, runs, difference } = recorded;
    if (difference !== undefined) return { work, outcome: { status: 'differs', reason: difference } };
    const encoded = runs.map((each) => each.replay());
    const encode = (pass: GPUComputePassEncoder): void => encoded.forEach((each) => each(pass));
    const [timed] = await measureByTurns(clock, [{ encode }], rule, signal);
    const dispatches = runs.length * Object.keys(stages[workload.stage].dispatches).length;
    return { work, outcome: timesOf(timed!, work, boundOf(work, dispatches, ceilings)) };
  } finally {
    recorded.destroy();
  }
}

function timesOf(
  { samplesMs, runsPerSample, resolution, isNoisy, hidden }: TimedRuns,
  { bytes, operations }: StageWork,
  { bound, leastMs }: ReturnType<typeof boundOf>,
): StageTimes {
  const { median, interval, p5, p95, drift } = summarize(samplesMs);
  return {
    ...{ status: 'measured', medianMs: median, interval, p5Ms: p5, p95Ms: p95, samplesMs, runsPerSample, resolution },
    ...{ isNoisy, isDrifting: Math.abs(drift) > driftLimit, hidden },
    ...{ gigabytesPerSecond: bytes / median / 1e6, gigaflopsPerSecond: operations / median / 1e6 },
    ...{ bound, share: leastMs / median },
  };
}
