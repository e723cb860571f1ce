/**
 * Measures one stage on one workload: compares the GPU's result with the CPU engine's, then replays the recorded
 * commands and times them.
 */
import { CamLensError, describeError } from '../../errors.ts';
import type { StageComparison } from '../../pipeline/engine/bisect/compare.ts';
import { SplitChain } from '../../pipeline/engine/bisect/split-chain.ts';
import type { RecordedRun } from '../../pipeline/engine/recorded-run.ts';
import type { StageEngine } from '../../pipeline/engine/stage-chain.ts';
import { stages } from '../../pipeline/engine/stages.ts';
import { Turns } from '../../turns.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import type { GpuClock } from '../measure/gpu-clock.ts';
import { measureByTurns, type TimedRuns } from '../measure/measure-by-turns.ts';
import type { StageOutcome, StageRow, StageTimes } from '../result/benchmark-result.ts';
import { boundOf } from '../result/bound-of.ts';
import type { StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import type { StageWork } from '../../pipeline/engine/stage-work.ts';
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
  { stage, run }: StageWorkload,
  rule: StopRule,
  signal: AbortSignal | undefined,
): Promise<{ readonly work: StageWork; readonly outcome: StageOutcome }> {
  const { gpu, cpu, clock, ceilings } = machine;
  const runs: RecordedRun[] = [];
  const comparisons: StageComparison[] = [];
  const onRun = (recorded: RecordedRun): void => {
    if (recorded.stage === stage) runs.push(recorded);
  };
  const chains = { cpu: cpu.begin(), gpu: gpu.begin({ onRun }) };
  // The stages before this one run on the CPU, so that both engines get the same input.
  const split = new SplitChain({
    ...chains,
    placement: (each) => (each === stage ? 'both' : 'cpu'),
    onCompared: (comparison) => comparisons.push(comparison),
    turns: new Turns(),
  });
  try {
    const work = await run(split);
    await split.settled();
    if (runs.length === 0) throw new CamLensError('internal', `The stage ${stage} did not run on the GPU.`);
    const wrong = comparisons.find(({ agrees }) => !agrees);
    if (wrong !== undefined) return { work, outcome: { status: 'differs', reason: differenceOf(wrong) } };
    const encoded = runs.map((each) => each.replay());
    const encode = (pass: GPUComputePassEncoder): void => encoded.forEach((each) => each(pass));
    const [timed] = await measureByTurns(clock, [{ encode }], rule, signal);
    const dispatches = runs.length * Object.keys(stages[stage].dispatches).length;
    return { work, outcome: timesOf(timed!, work, boundOf(work, dispatches, ceilings)) };
  } finally {
    chains.gpu.destroy();
    chains.cpu.destroy();
  }
}

function differenceOf({ off, values, worst }: StageComparison): string {
  const count = `${off} of ${values} values differ from the CPU engine's`;
  if (worst === undefined) return `${count}.`;
  const { what, index, gpu, cpu, tolerance } = worst;
  return `${count}; in ${what}, value [${index.join(', ')}] is ${gpu}, but ${cpu} ± ${tolerance} was expected.`;
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
