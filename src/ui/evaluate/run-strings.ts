/** What the parts of a run say. */
import type { SetStatisticName, Statistic, StatisticName } from '../../evaluation/statistics.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Refinement, RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Backend } from '../../pipeline/types.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import type { ErrorWords, StepWords } from '../shared/work-words.ts';
import type { RunFileKind } from './run-files.ts';
import type { measureTitles } from './run-settings.ts';

export interface RunStrings {
  readonly dataSet: DataSetStrings;
  readonly options: OptionStrings;
  readonly status: StatusStrings;
  readonly problems: ProblemStrings;
  readonly results: ResultStrings;
  /** Each replaces the error's heading among the problems, and precedes its English message elsewhere. */
  readonly errors: ErrorWords;
  /** Of the preparation of a run. */
  readonly steps: StepWords;
  /** Of a share 0…1. */
  readonly wholePercent: (share: number) => string;
  /** How far the annotations are read. */
  readonly filesRead: (files: number) => string;
}

export interface DataSetStrings {
  readonly title: string;
  /** What can be given. */
  readonly about: string;
  readonly chooseFiles: string;
  readonly chooseFolder: string;
  readonly files: string;
  readonly folder: string;
  readonly nothing: string;
  readonly given: string;
  /** Before the reason, which is in English. */
  readonly unreadable: string;
  readonly format: string;
  readonly guessed: string;
  readonly takeBack: string;
  /** While files hover over the page. */
  readonly drop: string;
  readonly folderOf: (name: string, files: number) => string;
  readonly otherFiles: (files: number) => string;
  readonly pictures: (pictures: number) => string;
  readonly split: (name: string) => string;
  readonly classMap: (name: string) => string;
}

export interface OptionStrings {
  readonly title: string;
  readonly methods: string;
  readonly slow: string;
  readonly controls: string;
  readonly measures: string;
  /** The cost completes a sentence that begins with the title. */
  readonly measureTitles: Readonly<
    Record<keyof typeof measureTitles, { readonly title: string; readonly cost: string }>
  >;
  readonly conventions: string;
  /** What each does; where there is none, its own English sentence is shown. */
  readonly conventionNotes: Readonly<Partial<Record<ConventionName, string>>>;
  readonly layer: string;
  /** Of a layer. */
  readonly recommended: string;
  readonly sizeNotKnown: string;
  readonly source: string;
  readonly sources: Readonly<Record<RunSettings['source'], string>>;
  readonly size: string;
  readonly refine: string;
  /** Where there is none, its own English words are shown. */
  readonly refinements: Readonly<Partial<Record<RefinementName, Pick<Refinement, 'title' | 'says' | 'caution'>>>>;
  readonly limit: string;
  readonly noLimit: string;
}

/** @param measured pictures @param total pictures */
type Measured = (measured: number, total: number) => string;

export interface StatusStrings {
  readonly title: string;
  readonly start: string;
  readonly pause: string;
  readonly resume: string;
  readonly stop: string;
  readonly startAnew: string;
  /** The title of that button. */
  readonly deletes: string;
  readonly tryAgain: string;
  readonly notLoaded: string;
  readonly addDataSet: string;
  readonly addFilesAgain: string;
  readonly ready: string;
  readonly measured: Measured;
  readonly paused: Measured;
  readonly finished: Measured;
  readonly stopped: Measured;
  readonly stored: Measured;
  /** After `stopped` or `stored`. */
  readonly toContinue: string;
  readonly stopping: string;
  /** Read out at every tenth. @param share 0…1 */
  readonly running: (share: number) => string;
  /** Label of the progress bar. */
  readonly processed: string;
  /** @param settings those that a begun run keeps, written */
  readonly otherSettings: (settings: string) => string;
  /** Before the English reason why records are not stored; empty: that alone. */
  readonly notStored: string;
  readonly pace: string;
  /** @param secondsLeft undefined if nothing is left */
  readonly paceOf: (perSecond: number, secondsLeft: number | undefined) => string;
  readonly annotations: string;
  /** @param format empty if not known @param annotated with their picture; undefined until known */
  readonly annotationsRead: (annotations: number, format: string, annotated: number | undefined) => string;
  readonly reading: string;
  readonly seen: (pictures: number) => string;
  readonly networks: string;
  readonly notRunning: string;
  readonly atWork: (workers: number, pictures: number) => string;
  readonly backend: string;
  readonly network: Readonly<Record<Backend['network'], string>>;
  readonly stages: Readonly<Record<Backend['stages'], string>>;
  readonly storedHere: string;
  readonly records: (records: number) => string;
  readonly noRecords: string;
}

export interface ProblemStrings {
  readonly title: (problems: number) => string;
  readonly about: string;
  /** Precedes what is the same of that many problems. */
  readonly times: (problems: number) => string;
  readonly more: (lines: number) => string;
  readonly saveAll: (lines: number) => string;
  readonly withoutPicture: (annotations: number) => string;
}

/** A column of a table, and what its values are. */
interface ColumnStrings {
  readonly title: string;
  readonly meaning: string;
}

export interface ResultStrings {
  readonly title: string;
  readonly openStored: string;
  readonly exports: string;
  readonly files: Readonly<Record<RunFileKind, string>>;
  /** Shown instead of the English progress of a file that is being made. */
  readonly making?: (file: string) => string;
  readonly method: string;
  readonly decimal: (value: number, digits: number) => string;
  /** @param low written @param high written */
  readonly interval: (low: string, high: string) => string;
  readonly boxes: {
    /** @param train pictures that chose the threshold; 0 if none did */
    readonly title: (test: number, train: number) => string;
    readonly meanIoU: ColumnStrings;
    readonly corLoc: ColumnStrings;
    readonly top1Loc: ColumnStrings;
    readonly top5Loc: ColumnStrings;
    readonly threshold: (value: string) => string;
    readonly centre: string;
    /** Of the centre baseline's box. */
    readonly scale: (value: string) => string;
    readonly oracle: (method: string) => string;
    readonly chosenOn: Readonly<Record<'train' | 'default' | 'test', string>>;
    readonly about: (isRough: boolean) => string;
    readonly brackets: string;
  };
  readonly boxless: { readonly title: (pictures: number) => string; readonly about: string };
  /** Of the network. @param top1 0…1 @param top5 0…1 */
  readonly accuracy: (top1: number, top5: number) => string;
  readonly measures: {
    readonly title: string;
    readonly about: string;
    readonly meaning: (unit: string, range: string | undefined, better: Statistic['better']) => string;
    /** Where there is none, its own English words are shown. */
    readonly statistics: Readonly<
      Partial<Record<StatisticName | SetStatisticName, Pick<Statistic, 'title' | 'unit' | 'range'>>>
    >;
    /** @param level of the network, randomised @param isFirst nothing is randomised before it */
    readonly random: (level: string, isFirst: boolean) => string;
    readonly randomMeaning: string;
    readonly randomAbout: string;
  };
}
