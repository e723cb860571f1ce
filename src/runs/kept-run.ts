/**
 * A run as it is kept on this device: its head in the first line, then a record a line, each written as it comes. A run
 * that was cut off loses no more than the line that was being written.
 */
import { CamLensError } from '../errors.ts';
import { readRecords } from '../evaluation/record-lines.ts';
import type { ClassSource, PictureRecord } from '../evaluation/record.ts';
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import { usualThresholds, type MeasureName, type RunChoice } from './run-choice.ts';
import { defaultThreshold } from '../pipeline/recipe/defaults.ts';

/** What a visitor chooses of a run. */
export interface RunSettings {
  readonly methods: readonly string[];
  readonly layer: string;
  /** How raw maps become heatmaps; the paper's alone where it is left out. */
  readonly conventions?: readonly ConventionName[];
  readonly source: ClassSource;
  /** Side of the network's input in pixels. */
  readonly size: number;
  /** Pictures at most; null for all of them. */
  readonly limit: number | null;
  /** Besides boxes; none where it is left out. */
  readonly measures?: readonly MeasureName[];
}

/** Everything that a run must know to go on, besides the pictures and annotations themselves. */
export interface RunHead {
  readonly settings: RunSettings;
  /** Pictures to be measured: as many as have an annotation, or the limit. */
  readonly total: number;
  /** The split file and the class map, where there are any. */
  readonly split: KeptTable | null;
  readonly classMap: KeptTable | null;
  readonly info: LensInfo;
}

/** A file that is kept whole. */
export interface KeptTable {
  readonly name: string;
  readonly text: string;
}

export interface KeptRun {
  readonly head: RunHead;
  readonly records: readonly PictureRecord[];
}

/** Where a run is kept. */
export interface RunStore {
  /** What was kept last; undefined where nothing was. */
  read(): Promise<KeptRun | undefined>;
  /** Keeps a new run in place of any other. */
  begin(head: RunHead): Promise<void>;
  /** Goes on with the run that is kept. */
  resume(): Promise<void>;
  append(record: PictureRecord): Promise<void>;
  /** Lets go of the run, which stays kept. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** What the settings measure of every picture. */
export function choiceOf({ methods, layer, source, measures = [], conventions }: RunSettings): RunChoice {
  return {
    ...{ methods, layers: [layer], sources: [source], measures },
    ...{ thresholds: usualThresholds, boxThreshold: defaultThreshold },
    ...(conventions === undefined ? {} : { conventions }),
  };
}

export function writeHead(head: RunHead): string {
  return `${JSON.stringify(head)}\n`;
}

/**
 * @returns undefined for an empty text, and where not even the head was written whole
 * @throws CamLensError `records-unfit`
 */
export function readKeptRun(text: string): KeptRun | undefined {
  const end = text.indexOf('\n');
  if (end < 0) return undefined;
  const name = 'the run kept on this device';
  const head = headOf(text.slice(0, end));
  if (head === undefined) throw new CamLensError('records-unfit', `The first line of ${name} does not say what it is.`);
  return { head, records: readRecords(text.slice(end + 1), name).records };
}

/** As far as it is relied on before anything else is checked; the file is written by `writeHead` alone. */
function headOf(line: string): RunHead | undefined {
  try {
    const value = JSON.parse(line) as Partial<RunHead> | null;
    const isWhole = Array.isArray(value?.settings?.methods) && Array.isArray(value.info?.classes);
    return isWhole ? (value as RunHead) : undefined;
  } catch {
    return undefined;
  }
}
