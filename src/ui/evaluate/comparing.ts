/** The runs that are compared on the page, held in the worker that makes its tables. */
import { CamLensError } from '../../errors.ts';
import {
  allPairs,
  comparableRuns,
  comparePairs,
  type ComparedExplanation,
  type ComparisonPair,
  type ExplanationSeries,
} from '../../evaluation/compare-runs.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { ComparedStatistic } from '../../evaluation/series.ts';
import { parseSavedResult, type SavedResult } from '../../runs/saved-result.ts';
import type { RunSettings } from '../../runs/kept-run.ts';

/** A series that can be compared. */
export interface OfferedSeries {
  readonly of: ComparedExplanation;
  /** How it was measured. */
  readonly settings: RunSettings;
}

export interface ComparisonOffer {
  /** All series, of the first run first; they are chosen by index. */
  readonly series: readonly OfferedSeries[];
  readonly runs: readonly { readonly name: string; readonly pictures: number }[];
  /** Sentences about pictures that are not compared. */
  readonly remarks: readonly string[];
}

/** A picture that two series have. */
export interface ComparedPicture extends Pick<
  PictureRecord,
  'id' | 'path' | 'width' | 'height' | 'class' | 'predicted' | 'boxes'
> {
  /** Name of the true class. */
  readonly className: string;
  readonly first: number;
  readonly second: number;
}

/** Two of the offered series. */
export interface ChosenPair {
  readonly first: number;
  readonly second: number;
}

export type MadeComparison = ChosenPair & Pick<ComparisonPair, 'statistics'>;

export class Comparing {
  readonly #opened = new Map<string, SavedResult>();
  #runs: readonly SavedResult[] = [];
  /** With the run of each. */
  #series: readonly { readonly run: SavedResult; readonly named: ExplanationSeries }[] = [];

  /**
   * Adds a saved result, or replaces one of the same name.
   * @throws CamLensError `records-unfit`
   */
  open(name: string, text: string): void {
    this.#opened.set(name, parseSavedResult(text, name));
  }

  close(name: string): void {
    this.#opened.delete(name);
  }

  /** @param own the page's run; undefined if there is none */
  offer(own: SavedResult | undefined): ComparisonOffer {
    const [first, ...others] = (this.#runs = [...(own === undefined ? [] : [own]), ...this.#opened.values()]);
    if (first === undefined) {
      this.#series = [];
      return { series: [], runs: [], remarks: [] };
    }
    const { runs, remarks } = comparableRuns([first, ...others]);
    this.#series = runs.flatMap((series, i) => series.map((named) => ({ run: this.#runs[i]!, named })));
    return {
      series: this.#series.map(({ run, named: { of } }) => ({ of, settings: settingsOf(run, of) })),
      runs: this.#runs.map(({ name, records }) => ({ name, pictures: records.length })),
      remarks,
    };
  }

  /** Compares each of the chosen series with each later one. */
  compare(chosen: readonly number[]): readonly MadeComparison[] {
    const index = new Map(chosen.map((at) => [this.#named(at).of, at]));
    return comparePairs(allPairs(chosen.map((at) => this.#named(at)))).map(({ first, second, statistics }) => ({
      ...{ first: index.get(first)!, second: index.get(second)! },
      statistics,
    }));
  }

  /** Every picture that both have a value of, sorted by id. */
  pictures({ first, second }: ChosenPair, statistic: ComparedStatistic): readonly ComparedPicture[] {
    const [a, b] = [first, second].map((at) => this.#named(at).series.values.get(statistic)) as [
      ReadonlyMap<string, number> | undefined,
      ReadonlyMap<string, number> | undefined,
    ];
    const { records, classes } = this.#series[first]!.run;
    return records
      .flatMap(({ id, path, width, height, class: index, predicted, boxes }): ComparedPicture[] => {
        const [one, other] = [a?.get(id), b?.get(id)];
        if (one === undefined || other === undefined) return [];
        const known = { ...(path === undefined ? {} : { path }), ...(boxes === undefined ? {} : { boxes }) };
        const picture = { id, ...known, width, height, class: index, predicted };
        return [{ ...picture, className: classes[index] ?? `class ${index}`, first: one, second: other }];
      })
      .sort((x, y) => (x.id < y.id ? -1 : Number(x.id > y.id)));
  }

  #named(at: number): ExplanationSeries {
    const found = this.#series[at]?.named;
    if (found === undefined) throw new CamLensError('internal', `There is no series ${at} to compare.`);
    return found;
  }
}

function settingsOf(
  { choice, model: { size } }: SavedResult,
  { method, layer, source }: ComparedExplanation,
): RunSettings {
  const { layers, conventions, refine } = choice;
  const [own] = method.split('@');
  return {
    ...{ methods: [own ?? method], layer: layers.includes(layer) ? layer : (layers[0] ?? layer), source, size },
    ...{ limit: null },
    ...(conventions === undefined ? {} : { conventions }),
    ...(refine === undefined ? {} : { refine }),
  };
}
