/** Runs one stage, in turn, on the engine where it is placed or on both. */
import type { Turns } from '../../../turns.ts';
import type { StageChain } from '../stage-chain.ts';
import type { StageName } from '../stage-names.ts';
import { compareStage, type StageComparison, type Tensor } from './compare.ts';
import type { Carrying } from './sides.ts';
import type { Side } from './stage-split.ts';

export interface SplitChainParts extends Readonly<Record<Side, StageChain>> {
  readonly placement: (stage: StageName) => Side | 'both';
  readonly onCompared: (comparison: StageComparison) => void;
  /** Runs one stage at a time, in the order of the calls. */
  readonly turns: Turns;
}

/** A run of a stage that both engines can do. */
export interface Run<Handle> {
  readonly on: (chain: StageChain, side: Side) => Promise<Handle>;
  readonly carrying: Carrying<Handle>;
  /** The part of its result that is compared. */
  readonly tensors: (chain: StageChain, handle: Handle) => Promise<Tensor[]>;
  /** As `compareStage` takes it. */
  readonly open?: () => Promise<(tensor: number, value: number) => boolean>;
}

/** @returns the result and the engine that has it; if the stage runs on both, the CPU's result */
export function runStage<Handle>(
  { cpu, gpu, placement, onCompared, turns }: SplitChainParts,
  stage: StageName,
  { on, tensors, open }: Omit<Run<Handle>, 'carrying'>,
): Promise<{ readonly side: Side; readonly handle: Handle }> {
  const side = placement(stage);
  return turns.take(async () => {
    if (side === 'cpu') return { side, handle: await on(cpu, 'cpu') };
    const onGpu = await on(gpu, 'gpu');
    gpu.submit();
    if (side === 'gpu') return { side, handle: onGpu };
    const handle = await on(cpu, 'cpu');
    onCompared(compareStage(stage, await tensors(gpu, onGpu), await tensors(cpu, handle), await open?.()));
    return { side: 'cpu', handle };
  });
}
