/** A stage and its workload. */
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import type { StageWork } from '../../pipeline/engine/stage-work.ts';

export interface StageWorkload {
  readonly stage: StageName;
  /** Description, unique within the stage. */
  readonly name: string;
  /** Whether it is part of the quick benchmark. */
  readonly isQuick: boolean;
  /** Runs the stage once, after the stages that it needs. */
  readonly run: (chain: StageChain) => Promise<StageWork>;
}
