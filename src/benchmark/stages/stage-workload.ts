/** A stage and its workload. */
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import type { StageWork } from '../../pipeline/engine/stage-work.ts';

/** Which quick benchmarks include a workload. A software adapter is a hundred times slower, so its workloads are smaller. */
export type QuickOn = 'all' | 'gpu' | 'software' | 'none';

export function isQuickOn(quickOn: QuickOn, isSoftware: boolean): boolean {
  return quickOn === 'all' || quickOn === (isSoftware ? 'software' : 'gpu');
}

export interface StageWorkload {
  readonly stage: StageName;
  /** Description, unique within the stage. */
  readonly name: string;
  readonly quickOn: QuickOn;
  /** Runs the stage once, after the stages that it needs. */
  readonly run: (chain: StageChain) => Promise<StageWork>;
}
