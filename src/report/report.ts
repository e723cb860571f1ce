/** The data of a report, collected by its maker and formatted by `report-page.ts`. */
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
    /** Name and version; null if unknown. */
    readonly browser: string | null;
  };
  readonly model: {
    readonly name: string;
    readonly sha256?: string;
    /** Width of its input in pixels, and height unless that is given. */
    readonly size: number;
    readonly height?: number;
    /** Largest distance between adjacent positions of a map, in pixels of the input, if it was chosen. */
    readonly stride?: number;
    readonly classes: ClassNames;
  };
  readonly dataset: ReportedDataset;
  /** The measured part of the data set; null if all of it. */
  readonly shard: Shard | null;
  readonly choice: RunChoice;
  /** Sentences that name the measures that were asked for, and that the data set does not allow. Default: none. */
  readonly leftOut?: readonly string[];
  /** In the order of selection. */
  readonly methods: readonly ReportedMethod[];
  /** CSS colour of true boxes. */
  readonly truthColour: string;
  readonly summary: Summary;
  readonly records: readonly PictureRecord[];
  /** Pictures that were not measured; null if unknown. */
  readonly failed: readonly Problem[] | null;
  /** Notes on pictures that were measured. */
  readonly notes: readonly Problem[];
  /** Thumbnails as data: URIs, by id; null if the pictures were not available. */
  readonly thumbnails: ReadonlyMap<string, string> | null;
  /** How to repeat the run. */
  readonly repeating: Repeating;
}

/** Class index → name; classes without a name are shown by index. */
export type ClassNames = Readonly<Record<number, string>>;

export interface ReportedDataset {
  /** Where the pictures and the annotations were read from; null if unknown. */
  readonly images: string | null;
  readonly annotations: string | null;
  /** Maximum number of pictures requested; null for all. */
  readonly limit: number | null;
  /** Ids of annotations without a picture. */
  readonly withoutPicture: readonly string[];
  /** Whether a network trained on ImageNet has very probably seen the pictures. */
  readonly isOfImageNet: boolean;
}

export interface ReportedMethod {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  /** CSS colour of its boxes and lines. */
  readonly colour: string;
  /** A known weakness of the method. */
  readonly caution?: string;
}

export interface Repeating {
  /** The command with its arguments; null if the run was not made with a command. */
  readonly command: readonly string[] | null;
  /** What was hashed → SHA-256. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<string, number>>;
}

export function classNameOf(classes: ClassNames, index: number): string {
  return classes[index] ?? `class ${index}`;
}

/** The entry of a method; a method with another convention (`nameBy`) has the method's colour. */
export function titleOf({ methods }: Pick<Report, 'methods'>, name: string): string {
  const { method, convention } = readName(name);
  const title = methods.find((each) => each.name === method)?.title;
  return title === undefined ? name : titleBy(title, convention);
}

export function colourOf({ methods }: Pick<Report, 'methods'>, name: string): string {
  return methods.find((method) => method.name === readName(name).method)?.colour ?? '#8b9096';
}

/** "CAM at layer4"; for methods that use no layer, "input" instead. */
export function keyInWords(
  report: Pick<Report, 'methods'>,
  { method, layer }: { method: string; layer: string },
): string {
  return `${titleOf(report, method)} at ${layer}`;
}
