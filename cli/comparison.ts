/** Compares the results of evaluations: which explanations differ. */
import { CamLensError } from '../src/errors.ts';
import { bootstrapDefaults } from '../src/evaluation/bootstrap.ts';
import {
  comparableRuns,
  comparePairs,
  correspondingPairs,
  type ComparedRun,
  type ComparisonPair,
} from '../src/evaluation/compare-runs.ts';
import { falseAlarms } from '../src/evaluation/compare-series.ts';
import { haveBoxes } from '../src/evaluation/record.ts';
import { signDraws } from '../src/evaluation/sign-flips.ts';
import type { Part } from './evaluation-part.ts';
import type { RunPlan } from './run-sheet.ts';
import { tool } from './tool.ts';

/** The JSON of `cam-lens compare`. */
export interface ComparisonDocument {
  readonly tool: string;
  readonly version: string;
  readonly runs: readonly {
    readonly name: string;
    readonly model: RunPlan['model'];
    readonly choice: RunPlan['choice'];
    readonly pictures: number;
  }[];
  readonly comparisons: readonly ComparisonPair[];
  /** How p-values and intervals were computed. */
  readonly test: {
    readonly name: 'paired sign-flip permutation';
    readonly draws: number;
    readonly correction: 'Holm';
    readonly falseAlarms: number;
    readonly resamples: number;
    readonly confidence: number;
  };
}

export interface ComparedRuns {
  readonly document: ComparisonDocument;
  /** Sentences about pictures that could not be compared. */
  readonly remarks: readonly string[];
}

export interface ComparedFile extends Pick<Part, 'name' | 'records'> {
  readonly plan: Pick<RunPlan, 'model' | 'choice'>;
}

/**
 * Compares the explanations of one run with each other; those of several runs with the corresponding one of the first
 * run.
 * @throws CamLensError `records-unfit` if there is nothing to compare
 */
export function compareRuns(runs: readonly [ComparedFile, ...ComparedFile[]]): ComparedRuns {
  const [first, ...others] = runs;
  const { runs: series, remarks } = comparableRuns([comparedRun(first), ...others.map(comparedRun)]);
  const comparisons = comparePairs(correspondingPairs(series));
  if (comparisons.length === 0) {
    const expected = !runs.some(({ records }) => haveBoxes(records))
      ? 'true boxes, or measures that need none'
      : others.length === 0
        ? 'a run of several methods, layers or conventions'
        : 'runs of the same pictures with the same method, or with one each';
    throw new CamLensError(
      'records-unfit',
      `There is nothing to compare in ${runs.map(({ name }) => name).join(', ')}; expected ${expected}.`,
    );
  }
  const { resamples, confidence } = bootstrapDefaults;
  const document: ComparisonDocument = {
    ...tool(),
    runs: runs.map(({ name, plan: { model, choice }, records }) => ({ name, model, choice, pictures: records.length })),
    comparisons,
    test: {
      ...{ name: 'paired sign-flip permutation', draws: signDraws, correction: 'Holm', falseAlarms },
      ...{ resamples, confidence },
    },
  };
  return { document, remarks };
}

function comparedRun({ name, plan: { choice }, records }: ComparedFile): ComparedRun {
  const { thresholds, boxThreshold } = choice;
  return { name, records, thresholds, boxThreshold };
}
