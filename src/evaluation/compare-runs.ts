/** Which explanations of one run or of several are compared, and their comparison. */
import { compareSeries, type SeriesComparison } from './compare-series.ts';
import type { PictureRecord } from './record.ts';
import { seriesOf, type Series } from './series.ts';

export interface ComparedRun {
  /** The file's name. */
  readonly name: string;
  readonly records: readonly PictureRecord[];
  /** One for each IoU of a record. */
  readonly thresholds: readonly number[];
  /** Reported if no train split chooses another. */
  readonly boxThreshold: number;
}

/** One explanation of one run. */
export interface ComparedExplanation extends Pick<Series, 'method' | 'layer' | 'source' | 'threshold'> {
  /** The run's name. */
  readonly run: string;
}

export interface ExplanationSeries {
  readonly of: ComparedExplanation;
  readonly series: Series;
}

export type SeriesPair = readonly [first: ExplanationSeries, second: ExplanationSeries];

export interface ComparisonPair {
  readonly first: ComparedExplanation;
  readonly second: ComparedExplanation;
  /** Not empty. */
  readonly statistics: readonly SeriesComparison[];
}

export interface ComparableRuns {
  /** For each run, its explanations, in the order of its records. */
  readonly runs: readonly (readonly ExplanationSeries[])[];
  /** Sentences about pictures that could not be compared. */
  readonly remarks: readonly string[];
}

/** The series of all runs, of other runs only over pictures with the same true boxes and class as in the first. */
export function comparableRuns([first, ...others]: readonly [ComparedRun, ...ComparedRun[]]): ComparableRuns {
  const remarks: string[] = [];
  const runs = [first, ...others.map((run) => comparable(first, run, remarks))].map(explanationsOf);
  return { runs, remarks };
}

/** The explanations of one run with each other; those of several runs with the corresponding one of the first run. */
export function correspondingPairs(runs: ComparableRuns['runs']): SeriesPair[] {
  const [first = [], ...others] = runs;
  return others.length === 0 ? allPairs(first) : others.flatMap((own) => matches(first, own));
}

/** Each with every later one. */
export function allPairs(all: readonly ExplanationSeries[]): SeriesPair[] {
  return all.flatMap((first, i) => all.slice(i + 1).map((second): SeriesPair => [first, second]));
}

/** Chances are corrected for all pairs and statistics together. Pairs without a common picture are left out. */
export function comparePairs(pairs: readonly SeriesPair[]): ComparisonPair[] {
  const found = compareSeries(pairs.map(([first, second]) => [first.series, second.series]));
  return pairs.flatMap(([first, second], i) => {
    const statistics = found[i]!;
    return statistics.length === 0 ? [] : [{ first: first.of, second: second.of, statistics }];
  });
}

/** Removes pictures whose true boxes or class differ. */
function comparable(first: ComparedRun, run: ComparedRun, remarks: string[]): ComparedRun {
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

function explanationsOf({ name, records, thresholds, boxThreshold }: ComparedRun): ExplanationSeries[] {
  return seriesOf(records, { thresholds, defaultThreshold: boxThreshold }).map((series) => {
    const { method, layer, source, threshold } = series;
    const of = { run: name, method, layer, source, ...(threshold === undefined ? {} : { threshold }) };
    return { of, series };
  });
}

/**
 * Matches explanations by method, layer and class, then by method and class, as layers of other models have other
 * names; single explanations match each other.
 */
function matches(first: readonly ExplanationSeries[], other: readonly ExplanationSeries[]): SeriesPair[] {
  if (first.length === 1 && other.length === 1) return [[first[0]!, other[0]!]];
  return first.flatMap((one): SeriesPair[] => {
    const alike = other.filter(({ of }) => of.method === one.of.method && of.source === one.of.source);
    const found = alike.find(({ of }) => of.layer === one.of.layer) ?? (alike.length === 1 ? alike[0] : undefined);
    return found === undefined ? [] : [[one, found]];
  });
}
