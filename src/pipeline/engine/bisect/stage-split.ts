/** Which engine runs each stage, for finding a wrong shader. */
import { CamLensError } from '../../../errors.ts';
import type { StageName } from '../stage-names.ts';
import { stageNames } from '../stages.ts';
import type { StageComparison } from './compare.ts';

/**
 * `cpuBefore`: the stages before the named one run in TypeScript, that one and the rest on the GPU. `gpuBefore`: the
 * opposite. "Before" refers to the order in the table of stages, `stageNames`. `onCompared`: every stage runs on both
 * engines with the same input and is reported in the order in which stages run; the following stages use the result of
 * the CPU engine.
 */
export type StageSplit =
  | { readonly cpuBefore: StageName }
  | { readonly gpuBefore: StageName }
  | { readonly onCompared: (comparison: StageComparison) => void };

export type Side = 'cpu' | 'gpu';

const others: Readonly<Record<Side, Side>> = { cpu: 'gpu', gpu: 'cpu' };

/** @throws CamLensError `bad-option` if there is no stage with that name */
export function checkSplit(split: StageSplit): void {
  if ('onCompared' in split) return;
  const { name } = boundaryOf(split);
  if (stageNames.includes(name)) return;
  throw new CamLensError('bad-option', `There is no stage "${name}"; the stages are ${stageNames.join(', ')}.`);
}

/** The engine for each stage. */
export function placementOf(split: StageSplit): (stage: StageName) => Side | 'both' {
  if ('onCompared' in split) return () => 'both';
  const { name, before } = boundaryOf(split);
  const boundary = stageNames.indexOf(name);
  return (stage) => (stageNames.indexOf(stage) < boundary ? before : others[before]);
}

/** A sentence for the user. */
export function splitNotice(split: StageSplit): string {
  if ('onCompared' in split) return 'Every stage runs on the GPU and on the CPU engine, and the two are compared.';
  const { name, before } = boundaryOf(split);
  const words: Readonly<Record<Side, string>> = { cpu: 'in TypeScript', gpu: 'on the GPU' };
  return `The stages before ${name} run ${words[before]}, ${name} and the rest ${words[others[before]]}.`;
}

function boundaryOf(split: Exclude<StageSplit, { onCompared: unknown }>): { name: StageName; before: Side } {
  return 'cpuBefore' in split ? { name: split.cpuBefore, before: 'cpu' } : { name: split.gpuBefore, before: 'gpu' };
}
