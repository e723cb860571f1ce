/** One stage on one workload, run on the GPU and compared with the CPU engine, so that its commands can be repeated. */
import { CamLensError } from '../../errors.ts';
import type { StageComparison } from '../../pipeline/engine/bisect/compare.ts';
import { SplitChain } from '../../pipeline/engine/bisect/split-chain.ts';
import type { RecordedRun } from '../../pipeline/engine/recorded-run.ts';
import type { StageEngine } from '../../pipeline/engine/stage-chain.ts';
import type { StageWork } from '../../pipeline/engine/stage-work.ts';
import { Turns } from '../../turns.ts';
import type { StageWorkload } from './stage-workload.ts';

export interface RecordedStage {
  readonly work: StageWork;
  /** Valid until `destroy`. */
  readonly runs: readonly RecordedRun[];
  /** A sentence, if the GPU's result differs from the CPU engine's. */
  readonly difference: string | undefined;
  destroy(): void;
}

/** @throws CamLensError whatever the stages throw */
export async function recordStage(
  { gpu, cpu }: { readonly gpu: StageEngine; readonly cpu: StageEngine },
  { stage, run }: StageWorkload,
): Promise<RecordedStage> {
  const runs: RecordedRun[] = [];
  const comparisons: StageComparison[] = [];
  const onRun = (recorded: RecordedRun): void => {
    if (recorded.stage === stage) runs.push(recorded);
  };
  const chains = { cpu: cpu.begin(), gpu: gpu.begin({ onRun }) };
  const destroy = (): void => {
    chains.gpu.destroy();
    chains.cpu.destroy();
  };
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
    return { work, runs, difference: wrong && differenceOf(wrong), destroy };
  } catch (cause) {
    destroy();
    throw cause;
  }
}

function differenceOf({ off, values, worst }: StageComparison): string {
  const count = `${off} of ${values} values differ from the CPU engine's`;
  if (worst === undefined) return `${count}.`;
  const { what, index, gpu, cpu, tolerance } = worst;
  return `${count}; in ${what}, value [${index.join(', ')}] is ${gpu}, but ${cpu} ± ${tolerance} was expected.`;
}
