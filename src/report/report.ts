/** All that a report tells, as plain data: whoever makes one gathers it, and `report-page.ts` writes it down. */
import type { Problem } from '../datasets/problems.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Summary } from '../evaluation/summary.ts';
import { readName, titleBy } from '../pipeline/recipe/conventions.ts';
import type { Backend } from '../pipeline/types.ts';
import type { RunChoice } from '../runs/run-choice.ts';
import type { Shard } from '../runs/shard.ts';

export interface Report {
  readonly tool: string;
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: {
    readonly backend: Backend;
    /** Name and version; null where it is not known. */
    readonly browser: string | null;
  };
  readonly model: {
    readonly name: string;
    readonly sha256?: string;
    /** Width of its input in pixels, and height unless that is said. */
    readonly size: number;
    readonly height?: number;
    readonly classes: ClassNames;
  };
  readonly dataset: ReportedDataset;
  /** Of the whole data set, where no more was measured. */
  readonly shard: Shard | null;
  readonly choice: RunChoice;
  /** In the order of the choice. */
  readonly methods: readonly ReportedMethod[];
  /** Of true boxes, as CSS writes it. */
  readonly truthColour: string;
  readonly summary: Summary;
  readonly records: readonly PictureRecord[];
  /** null where it is not known. */
  readonly failed: readonly Problem[] | null;
  /** Worth knowing, though the pictures were measured. */
  readonly notes: readonly Problem[];
  /** Small copies as data: URIs, by id; null where no pictures were at hand. */
  readonly thumbnails: ReadonlyMap<string, string> | null;
  /** How the run is repeated: sentences and commands. */
  readonly repeating: Repeating;
}

/** Class index → name; classes without one are called by their index. */
export type ClassNames = Readonly<Record<number, string>>;

export interface ReportedDataset {
  /** What the pictures and the annotations were read from; null where it is not known. */
  readonly images: string | null;
  readonly annotations: string | null;
  /** Pictures that were asked for at most; null where all were. */
  readonly limit: number | null;
  /** Ids of annotations whose pictures are not there. */
  readonly withoutPicture: readonly string[];
  /** Whether a network trained on ImageNet has very probably seen the pictures. */
  readonly isOfImageNet: boolean;
}

export interface ReportedMethod {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  /** Of its boxes and lines, as CSS writes it. */
  readonly colour: string;
  /** What to know before believing it. */
  readonly caution?: string;
}

export interface Repeating {
  /** The command's words, its name first; null where no command made the run. */
  readonly command: readonly string[] | null;
  /** What was hashed → SHA-256. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<string, number>>;
}

export function classNameOf(classes: ClassNames, index: number): string {
  return classes[index] ?? `class ${index}`;
}

/** Of a method, or of one by another convention (`nameBy`), which has the method's colour. */
export function titleOf({ methods }: Pick<Report, 'methods'>, name: string): string {
  const { method, convention } = readName(name);
  const title = methods.find((each) => each.name === method)?.title;
  return title === undefined ? name : titleBy(title, convention);
}

export function colourOf({ methods }: Pick<Report, 'methods'>, name: string): string {
  return methods.find((method) => method.name === readName(name).method)?.colour ?? '#8b9096';
}

/** "CAM at layer4"; methods that look at no layer name the input instead of one. */
export function keyInWords(
  report: Pick<Report, 'methods'>,
  { method, layer }: { method: string; layer: string },
): string {
  return `${titleOf(report, method)} at ${layer}`;
}
