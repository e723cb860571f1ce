/**
 * Compares the variants of a stage. The stage itself is first compared with the CPU engine, and every variant, bit by
 * bit, with the stage; then all that are right are timed alternately.
 */
import { describeError } from '../../errors.ts';
import { own } from '../../own.ts';
import { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import { Kernel } from '../../pipeline/engine/kernel.ts';
import type { RecordedRun } from '../../pipeline/engine/recorded-run.ts';
import type { Span } from '../../pipeline/engine/recorder.ts';
import type { StageEngine } from '../../pipeline/engine/stage-chain.ts';
import { stages } from '../../pipeline/engine/stages.ts';
import type { KernelShapes } from '../../pipeline/engine/kernel-shapes.ts';
import type { KernelShape } from '../../pipeline/engine/wgsl-layout.ts';
import { runAndRead } from '../kernel/run-and-read.ts';
import type { ClockedDevice, GpuClock } from '../measure/gpu-clock.ts';
import { measureByTurns, type TimedRuns, type TimedWork } from '../measure/measure-by-turns.ts';
import { recordStage } from '../stages/recorded-stage.ts';
import type { StageWorkload } from '../stages/stage-workload.ts';
import { compareMedians, type RatioOfMedians } from '../statistics/compare-medians.ts';
import { judge, type Verdict } from '../statistics/judge.ts';
import type { StopRule } from '../statistics/sample-by-turns.ts';
import { summarize } from '../statistics/summarize.ts';
import { bestShape } from './best-shape.ts';
import { differingWord } from './differing-word.ts';
import { defaultShape, otherShapes, type VariedStage } from './stage-variants.ts';
import type { StageVariants, VariantRow, VariantTime } from './variants-result.ts';

export interface VariantsMachine {
  readonly given: ClockedDevice;
  readonly gpu: StageEngine;
  readonly cpu: StageEngine;
  readonly clock: GpuClock;
  /** Shapes used without any measurement. */
  readonly usual: KernelShapes;
}

/** Its shape, and why it is not timed: undefined if it is. */
interface Candidate {
  readonly shape: KernelShape;
  readonly kernel?: Kernel;
  wrong?: { readonly status: 'differs' | 'failed'; readonly reason: string };
}

/** The samples of one workload: of the default, then of each candidate that is right. */
type TimedWorkload = ReadonlyMap<Candidate, TimedRuns>;

/**
 * @param workloads of the stage
 * @throws CamLensError `device-lost`, `stopped`, `gpu-failed` and `out-of-memory` of the stage itself
 */
export async function measureVariants(
  machine: VariantsMachine,
  stage: VariedStage,
  workloads: readonly StageWorkload[],
  rule: StopRule,
  signal?: AbortSignal,
  shapes = otherShapes(stage, machine.given.device.limits.maxComputeInvocationsPerWorkgroup, machine.usual),
): Promise<StageVariants> {
  const { wgsl } = stages[stage];
  const { device } = machine.given;
  const shape = defaultShape(stage, machine.usual);
  const usual: Candidate = { shape, kernel: await Kernel.create(device, stage, wgsl, shape) };
  const others: Candidate[] = [];
  for (const each of shapes) others.push(await compiled(device, stage, each));
  const measured: TimedWorkload[] = [];
  for (const workload of workloads)
    measured.push(await checkAndTime(machine, workload, [usual, ...others], rule, signal));
  const rows = rowsOf(usual, others, workloads, measured);
  const [first, ...rest] = rows;
  return { stage, usual: first!, others: rest, best: bestShape(rest) };
}

async function compiled(device: GPUDevice, stage: VariedStage, shape: KernelShape): Promise<Candidate> {
  try {
    return { shape, kernel: await Kernel.create(device, stage, stages[stage].wgsl, shape) };
  } catch (cause) {
    const { code, message } = describeError(cause);
    if (code === 'device-lost') throw cause;
    return { shape, wrong: { status: 'failed', reason: message } };
  }
}

async function checkAndTime(
  { given, gpu, cpu, clock }: VariantsMachine,
  workload: StageWorkload,
  [usual, ...others]: readonly Candidate[],
  rule: StopRule,
  signal: AbortSignal | undefined,
): Promise<TimedWorkload> {
  const recorded = await recordStage({ gpu, cpu }, workload);
  try {
    const { runs, difference } = recorded;
    const scopes = new ErrorScopes(given.device);
    const outputs = runs.flatMap(outputsOf);
    const run = async ({ kernel }: Candidate): Promise<ArrayBuffer[]> => {
      scopes.guard(() =>
        outputs.forEach(({ span }) => given.device.queue.writeBuffer(span.buffer, span.offset, poison(span.size))),
      );
      return runAndRead(
        given,
        scopes,
        encoderOf(runs, kernel).encode,
        outputs.map(({ span }) => span),
      );
    };
    const right = await run(usual!);
    if (difference !== undefined) {
      for (const each of [usual!, ...others]) each.wrong ??= { status: 'differs', reason: difference };
    }
    for (const each of others.filter(({ wrong }) => wrong === undefined)) {
      const reason = differingWord(
        outputs.map(({ name }) => name),
        await run(each),
        right,
      );
      if (reason !== undefined) each.wrong = { status: 'differs', reason };
    }
    const timed = [usual!, ...others].filter(({ wrong }) => wrong === undefined);
    const works = timed.map(({ kernel }) => encoderOf(runs, kernel));
    const samples = works.length === 0 ? [] : await measureByTurns(clock, works, rule, signal);
    return new Map(timed.map((each, i) => [each, samples[i]!]));
  } finally {
    recorded.destroy();
  }
}

function encoderOf(runs: readonly RecordedRun[], kernel: Kernel | undefined): TimedWork {
  const encoded = runs.map((each) => each.replay(kernel));
  return { encode: (pass) => encoded.forEach((each) => each(pass)) };
}

function outputsOf({ kernel, resources }: RecordedRun): { readonly name: string; readonly span: Span }[] {
  const written = kernel.wgsl.layout.bindings.filter(({ kind }) => kind === 'read_write');
  return written.map(({ name }) => {
    const { buffer, offset = 0, size = buffer.size - offset } = own(resources, name) as GPUBufferBinding;
    return { name, span: { buffer, offset, size } };
  });
}

/** What no stage writes, so that what a variant leaves out is found. */
function poison(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).fill(0xa5);
}

function rowsOf(
  usual: Candidate,
  others: readonly Candidate[],
  workloads: readonly StageWorkload[],
  measured: readonly TimedWorkload[],
): VariantRow[] {
  const isTimed = ({ wrong }: Candidate): boolean => wrong === undefined;
  const timed = others.filter(isTimed);
  const ratios = timed.map((each) =>
    measured.map((of) => compareMedians(of.get(usual)!.samplesMs, of.get(each)!.samplesMs, { byTurns: true })),
  );
  const verdicts = judge(ratios.flat());
  const same: RatioOfMedians = { ratio: 1, interval: [1, 1], chance: 1 };
  return [usual, ...others].map((each): VariantRow => {
    const { shape, wrong } = each;
    if (wrong !== undefined) return { shape, outcome: wrong };
    const row = timed.indexOf(each);
    const times = workloads.map(({ name }, i): VariantTime => {
      const runs = measured[i]!.get(each)!;
      const verdict: Verdict = row < 0 ? 'no difference' : verdicts[row * workloads.length + i]!;
      return timeOf(name, runs, row < 0 ? same : ratios[row]![i]!, verdict);
    });
    return { shape, outcome: { status: 'measured', times } };
  });
}

function timeOf(
  workload: string,
  { samplesMs, isNoisy }: TimedRuns,
  { ratio, interval: ratioInterval }: RatioOfMedians,
  verdict: Verdict,
): VariantTime {
  const { median, interval } = summarize(samplesMs);
  return { workload, medianMs: median, interval, isNoisy, ratio, ratioInterval, verdict };
}
