/** All workloads, in the order of the table of stages. */
import { stageNames } from '../../pipeline/engine/stages.ts';
import { pictureWorkloads } from './picture-workloads.ts';
import { isQuickOn, type StageWorkload } from './stage-workload.ts';
import { tensorWorkloads } from './tensor-workloads.ts';

export function stageWorkloads(): StageWorkload[] {
  const all = [...pictureWorkloads(), ...tensorWorkloads()];
  return stageNames.flatMap((name) => all.filter(({ stage }) => stage === name));
}

/** Those of the quick benchmark. */
export function quickWorkloads(isSoftware: boolean): StageWorkload[] {
  return stageWorkloads().filter(({ quickOn }) => isQuickOn(quickOn, isSoftware));
}
