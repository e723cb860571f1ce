/**
 * A run as stored on this device: its head in the first line, then one record per line, each written as it arrives. An
 * interrupted run loses at most the line being written.
 */
import { CamLensError } from '../errors.ts';
import type { AnnotationFormat } from '../datasets/formats.ts';
import { own } from '../own.ts';
import { readRecords } from '../evaluation/record-lines.ts';
import type { ClassSource, PictureRecord } from '../evaluation/record.ts';
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import { usualThresholds, type MeasureName, type RunChoice } from './run-choice.ts';
import { refinementNamed, type RefinementName } from '../pipeline/recipe/refine/refinements.ts';

/** A visitor's choices for a run. */
export interface RunSettings {
  readonly methods: readonly string[];
  readonly layer: string;
  /** How raw maps become heatmaps; default: the paper's convention. */
  readonly conventions?: readonly ConventionName[];
  /** How raw maps are refined; default: not at all. */
  readonly refine?: RefinementName;
  readonly source: ClassSource;
  /** Side of the network's input in pixels. */
  readonly size: number;
  /** Maximum number of pictures; null for all of them. */
  readonly limit: number | null;
  /** Measures besides boxes; default: none. */
  readonly measures?: readonly MeasureName[];
}

/** Everything a run needs to continue, besides the pictures and annotations themselves. */
export interface RunHead {
  readonly settings: RunSettings;
  /** Number of pictures to measure: as many as have an annotation, or the limit. */
  readonly total: number;
  /** The split file; null if there is none. */
  readonly split: KeptTable | null;
  readonly classMap: KeptTable | null;
  /** Of the annotations; absent in runs of earlier versions, which had boxes. */
  readonly format?: AnnotationFormat;
  /** Measures that were asked for, and that the format does not allow: the settings lack them. Default: none. */
  readonly leftOut?: readonly MeasureName[];
  /** What the page asked for when the run began, which a visitor may have changed; absent where no page asks. */
  readonly asked?: RunSettings | undefined;
  readonly info: LensInfo;
}

/** A file that is stored as a whole. */
export interface KeptTable {
  readonly name: string;
  readonly text: string;
}

export interface KeptRun {
  readonly head: RunHead;
  readonly records: readonly PictureRecord[];
}

/** Where a run is stored. */
export interface RunStore {
  /** The stored run; undefined if there is none. */
  read(): Promise<KeptRun | undefined>;
  /** Stores a new run in place of any other. */
  begin(head: RunHead): Promise<void>;
  /** Continues the stored run. */
  resume(): Promise<void>;
  append(record: PictureRecord): Promise<void>;
  /** Closes the file; the run stays stored. */
  close(): Promise<void>;
  remove(): Promise<void>;
  /** Ends what writes it; the run stays stored. */
  destroy?(): void;
}

/** The choice of methods and measures that the settings describe. */
export function choiceOf({
  methods,
  layer,
  source,
  measures = [],
  conventions,
  refine = 'none',
}: RunSettings): RunChoice {
  return {
    ...{ methods, layers: [layer], sources: [source], measures },
    ...{ thresholds: usualThresholds, boxThreshold: refinementNamed(refine).threshold },
    ...(conventions === undefined ? {} : { conventions }),
    ...(refine === 'none' ? {} : { refine }),
  };
}

/**
 * What determines the numbers of a run besides its choice and the weights, as JSON by its name. Runs of earlier versions
 * may lack some.
 */
function preparationOf({ info, settings }: RunHead): ReadonlyMap<string, string | undefined> {
  const { normalization, output, classes, mapSizes } = info as Partial<LensInfo>;
  const { order, scale, mean, std } = normalization ?? {};
  const size = mapSizes === undefined ? undefined : own(mapSizes, settings.layer);
  return new Map(
    Object.entries({
      normalisation: [order, scale, mean, std],
      output,
      classes,
      'input size or stride': [size?.width, size?.height],
    }).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/**
 * @throws CamLensError `records-unfit` if the run was started with another model, or with the same weights used in
 *   another way, such as another normalisation
 */
export function checkSameModel(begun: RunHead, now: RunHead): void {
  const { name, sha256 } = begun.info.model;
  if (name !== now.info.model.name || sha256 !== now.info.model.sha256) {
    throw new CamLensError('records-unfit', `The run was started with another model, ${name}; start a new one.`);
  }
  const before = preparationOf(begun);
  const differing = [...preparationOf(now)].filter(([what, value]) => before.get(what) !== value);
  if (differing.length === 0) return;
  const names = differing.map(([what]) => what).join(', ');
  throw new CamLensError(
    'records-unfit',
    `The model ${name} is not set up as when the run was started, or the run does not say how: ${names}. Start a new one.`,
  );
}

export function writeHead(head: RunHead): string {
  return `${JSON.stringify(head)}\n`;
}

/**
 * @returns undefined for an empty text, or if even the first line is incomplete
 * @throws CamLensError `records-unfit`
 */
export function readKeptRun(text: string): KeptRun | undefined {
  const end = text.indexOf('\n');
  if (end < 0) return undefined;
  const name = 'the run kept on this device';
  const head = headOf(text.slice(0, end));
  if (head === undefined)
    throw new CamLensError('records-unfit', `The first line of ${name} is not the head of a run.`);
  return { head, records: readRecords(text.slice(end + 1), name).records };
}

/** Checks only the fields that are used before the records are checked; only `writeHead` writes this line. */
function headOf(line: string): RunHead | undefined {
  try {
    const value = JSON.parse(line) as Partial<RunHead> | null;
    const isWhole = Array.isArray(value?.settings?.methods) && Array.isArray(value.info?.classes);
    return isWhole ? (value as RunHead) : undefined;
  } catch {
    return undefined;
  }
}
