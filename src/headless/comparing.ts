/** Stages of the GPU held to the reference while a picture is explained: what the page tells the command of it. */
import type { StageComparison, WorstValue } from '../pipeline/engine/bisect/compare.ts';
import type { StageSplit } from '../pipeline/engine/bisect/stage-split.ts';
import type { StageName } from '../pipeline/engine/stage-names.ts';

/** How the command asks for it: `compare`, or a split as the library takes it. */
export type AskedDebug = 'compare' | { readonly cpuBefore: string } | { readonly gpuBefore: string };

/** Of one picture. */
export interface Compared {
  /** How many runs of stages were compared. */
  readonly stages: number;
  /** The first that differs; null where none does. */
  readonly first: Difference | null;
}

export interface Difference extends Omit<WorstValue, 'gpu' | 'cpu'> {
  readonly stage: StageName;
  readonly values: number;
  readonly off: number;
  /** As text where they are no finite numbers. */
  readonly gpu: number | string;
  readonly cpu: number | string;
}

let told: StageComparison[] | undefined;

export function debugOf(asked: AskedDebug | undefined): { readonly debug?: StageSplit } {
  if (asked === undefined) return {};
  // The names are checked where they are used.
  if (asked !== 'compare') return { debug: asked as StageSplit };
  told = [];
  return { debug: { onCompared: (comparison) => told?.push(comparison) } };
}

/** What was compared since it was last taken; undefined where nothing is. */
export function takeCompared(): Compared | undefined {
  if (told === undefined) return undefined;
  const comparisons = told.splice(0);
  const found = comparisons.find(({ agrees }) => !agrees);
  if (found?.worst === undefined) return { stages: comparisons.length, first: null };
  const { stage, values, off, worst } = found;
  const first = { stage, values, off, ...worst, gpu: plain(worst.gpu), cpu: plain(worst.cpu) };
  return { stages: comparisons.length, first };
}

function plain(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
