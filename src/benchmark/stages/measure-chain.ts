/**
 * Measures a chain of stages as a whole, beside its stages one by one: what is lost or gained between them. Its boxes
 * are first compared with the CPU engine's.
 */
import { CamLensError, describeError } from '../../errors.ts';
import type { BoxesRead } from '../../pipeline/chain/chain.ts';
import type { RecordedRun } from '../../pipeline/engine/recorded-run.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import { measureByTurns, type TimedRuns } from '../measure/measure-by-turns.ts';
import type { ChainOutcome, ChainRow } from '../result/benchmark-result.ts';
import { compareMedians } from '../statistics/compare-medians.ts';
import { median } from '../statistics/resampled-medians.ts';
import type { StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import type { ChainWorkload } from './chain-workload.ts';
import type { StageMachine } from './measure-stage.ts';

/** @throws CamLensError `device-lost`, `stopped`; any other error becomes the row's outcome */
export async function measureChain(
  machine: Omit<StageMachine, 'ceilings'>,
  { chain, name, run }: ChainWorkload,
  rule: StopRule,
  signal?: AbortSignal,
): Promise<ChainRow> {
  const row = { chain, workload: name };
  try {
    return { ...row, outcome: await checkAndTime(machine, run, rule, signal) };
  } catch (cause) {
    const { code, message } = describeError(cause);
    if (code === 'device-lost' || code === 'stopped') throw cause;
    return { ...row, outcome: { status: 'failed', reason: message } };
  }
}

async function checkAndTime(
  { gpu, cpu, clock }: Omit<StageMachine, 'ceilings'>,
  run: ChainWorkload['run'],
  rule: StopRule,
  signal: AbortSignal | undefined,
): Promise<ChainOutcome> {
  const runs: RecordedRun[] = [];
  const chains = { cpu: cpu.begin(), gpu: gpu.begin({ onRun: (each) => runs.push(each) }) };
  try {
    const boxesOf = async (chain: StageChain): Promise<BoxesRead[]> => {
      const { boxes } = await chain.readBoxes([run(chain)], [], false);
      return boxes[0] ?? [];
    };
    const reason = differingBox(await boxesOf(chains.gpu), await boxesOf(chains.cpu));
    if (reason !== undefined) return { status: 'differs', reason };
    const replays = runs.map((each) => ({ stage: each.stage, encode: each.replay() }));
    if (replays.length === 0) throw new CamLensError('internal', 'The chain did not run on the GPU.');
    const of = (wanted?: StageName) => ({
      encode: (pass: GPUComputePassEncoder): void => {
        for (const { stage, encode } of replays) if (wanted === undefined || wanted === stage) encode(pass);
      },
    });
    const stages = [...new Set(replays.map(({ stage }) => stage))];
    const [whole, ...parts] = await measureByTurns(clock, [of(), ...stages.map(of)], rule, signal);
    return timesOf(whole!, stages, parts);
  } finally {
    chains.gpu.destroy();
    chains.cpu.destroy();
  }
}

function timesOf(whole: TimedRuns, stages: readonly StageName[], parts: readonly TimedRuns[]): ChainOutcome {
  const { median: medianMs, interval, drift } = summarize(whole.samplesMs);
  // The samples of a round were measured one after another.
  const sumsMs = whole.samplesMs.map((_, round) => parts.reduce((sum, { samplesMs }) => sum + samplesMs[round]!, 0));
  const { ratio, interval: ratioInterval } = compareMedians(sumsMs, whole.samplesMs, { byTurns: true });
  return {
    ...{ status: 'measured', medianMs, interval, samplesMs: whole.samplesMs, isNoisy: whole.isNoisy },
    ...{ isDrifting: Math.abs(drift) > driftLimit, hidden: whole.hidden },
    parts: stages.map((stage, i) => {
      const part = summarize(parts[i]!.samplesMs);
      return { stage, medianMs: part.median, interval: part.interval };
    }),
    ...{ partsMs: median(sumsMs), ratio, ratioInterval },
  };
}

/** Pixels at the threshold may fall on either side of it: edges may differ by one pixel, areas by one per cent. */
const [edgeOff, areaOff] = [1, 0.01];

function differingBox(gpu: readonly BoxesRead[], cpu: readonly BoxesRead[]): string | undefined {
  if (gpu.length !== cpu.length) return `The GPU made ${gpu.length} masks, the CPU engine ${cpu.length}.`;
  for (const [i, { largest: expected }] of cpu.entries()) {
    const actual = gpu[i]!.largest;
    if (actual === null && expected === null) continue;
    const isClose =
      actual !== null &&
      expected !== null &&
      actual.box.every((edge, j) => Math.abs(edge - expected.box[j]!) <= edgeOff) &&
      Math.abs(actual.area - expected.area) <= Math.max(1, areaOff * expected.area);
    if (!isClose) return `The box of mask ${i} is ${inWords(actual)}, but ${inWords(expected)} was expected.`;
  }
  return undefined;
}

const inWords = (found: BoxesRead['largest']): string =>
  found === null ? 'none' : `[${found.box.join(', ')}] of ${found.area} pixels`;
