/** GPU stages compared with the CPU engine's while a picture is explained: what the page reports to the command. */
import type { StageComparison, WorstValue } from '../pipeline/engine/bisect/compare.ts';
import type { StageSplit } from '../pipeline/engine/bisect/stage-split.ts';
import type { StageName } from '../pipeline/engine/stage-names.ts';

/** How the command requests it: `compare`, or a split as in the library. */
export type AskedDebug = 'compare' | { readonly cpuBefore: string } | { readonly gpuBefore: string };

/** For one picture. */
export interface Compared {
  /** How many stage runs were compared. */
  readonly stages: number;
  /** The first that differs; null if none does. */
  readonly first: Difference | null;
}

export interface Difference extends Omit<WorstValue, 'gpu' | 'cpu'> {
  readonly stage: StageName;
  readonly values: number;
  readonly off: number;
  /** As text if not finite. */
  readonly gpu: number | string;
  readonly cpu: number | string;
}

let told: StageComparison[] | undefined;

export function debugOf(asked: AskedDebug | undefined): { readonly debug?: StageSplit } {
  if (asked === undefined) return {};
  // The names are checked when they are used.
  if (asked !== 'compare') return { debug: asked as StageSplit };
  told = [];
  return { debug: { onCompared: (comparison) => told?.push(comparison) } };
}

/** The comparisons since the last call; undefined if nothing is compared. */
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
