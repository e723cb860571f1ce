/** Compares the results of evaluations: which explanations differ. */
import { CamLensError } from '../src/errors.ts';
import { bootstrapDefaults } from '../src/evaluation/bootstrap.ts';
import { compareSeries, type SeriesComparison } from '../src/evaluation/compare-series.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import { seriesOf, type Series } from '../src/evaluation/series.ts';
import { signDraws } from '../src/evaluation/sign-flips.ts';
import type { Part } from './evaluation-part.ts';
import type { RunPlan } from './run-sheet.ts';
import { tool } from './tool.ts';

/** One explanation of one run. */
export interface ComparedExplanation extends Pick<Series, 'method' | 'layer' | 'source' | 'threshold'> {
  /** The file's name. */
  readonly run: string;
}

export interface ComparisonPair {
  readonly first: ComparedExplanation;
  readonly second: ComparedExplanation;
  readonly statistics: readonly SeriesComparison[];
}

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

type Run = Pick<Part, 'name' | 'plan' | 'records'>;
type Named = ComparedExplanation & { readonly series: Series };

/**
 * Compares the explanations of one run with each other; those of several runs with the corresponding one of the first
 * run.
 * @throws CamLensError `records-unfit` if there is nothing to compare
 */
export function compareRuns(runs: readonly [Run, ...Run[]]): ComparedRuns {
  const [first, ...others] = runs;
  const remarks: string[] = [];
  const named = [first, ...others.map((run) => comparable(first, run, remarks))].map(explanationsOf);
  const pairs = others.length === 0 ? pairsWithin(named[0]!) : named.slice(1).flatMap((own) => matches(named[0]!, own));
  const found = compareSeries(pairs.map(([a, b]) => [a.series, b.series]));
  const comparisons = pairs.flatMap(([a, b], i) => {
    const statistics = found[i]!;
    return statistics.length === 0 ? [] : [{ first: told(a), second: told(b), statistics }];
  });
  if (comparisons.length === 0) {
    const expected =
      others.length === 0
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
      ...{ name: 'paired sign-flip permutation', draws: signDraws, correction: 'Holm', falseAlarms: 0.05 },
      ...{ resamples, confidence },
    },
  };
  return { document, remarks };
}

/** Removes pictures whose true boxes or class differ. */
function comparable(first: Run, run: Run, remarks: string[]): Run {
  const truths = new Map(first.records.map((record) => [record.id, truthOf(record)]));
  const known = run.records.filter(({ id }) => truths.has(id));
  const records = known.filter((record) => truths.get(record.id) === truthOf(record));
  const missing = run.records.length + first.records.length - 2 * known.length;
  if (missing > 0) remarks.push(`Not compared: ${pictures(missing)} only in ${first.name} or only in ${run.name}.`);
  const others = known.length - records.length;
  if (others > 0)
    remarks.push(
      `Not compared: ${pictures(others)} whose true boxes or class differ between ${first.name} and ${run.name}.`,
    );
  return { ...run, records };
}

function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}

function truthOf({ class: index, boxes }: PictureRecord): string {
  return JSON.stringify([index, boxes]);
}

function explanationsOf({ name, plan: { choice }, records }: Run): readonly Named[] {
  const { thresholds, boxThreshold } = choice;
  return seriesOf(records, { thresholds, defaultThreshold: boxThreshold }).map((series) => ({
    ...pick(series),
    run: name,
    series,
  }));
}

function pairsWithin(own: readonly Named[]): readonly (readonly [Named, Named])[] {
  return own.flatMap((first, i) => own.slice(i + 1).map((second) => [first, second] as const));
}

/**
 * Matches explanations by method, layer and class, then by method and class, as layers of other models have other
 * names; single explanations match each other.
 */
function matches(first: readonly Named[], other: readonly Named[]): readonly (readonly [Named, Named])[] {
  if (first.length === 1 && other.length === 1) return [[first[0]!, other[0]!]];
  return first.flatMap((one) => {
    const alike = other.filter(({ method, source }) => method === one.method && source === one.source);
    const found = alike.find(({ layer }) => layer === one.layer) ?? (alike.length === 1 ? alike[0] : undefined);
    return found === undefined ? [] : [[one, found] as const];
  });
}

function told(named: Named): ComparedExplanation {
  return { run: named.run, ...pick(named) };
}

function pick({
  method,
  layer,
  source,
  threshold,
}: Omit<ComparedExplanation, 'run'>): Omit<ComparedExplanation, 'run'> {
  return { method, layer, source, threshold };
}
