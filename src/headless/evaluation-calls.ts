/** What the command asks of the page for an evaluation, and the replies: plain data. */
import type { AnnotationFormat, FormatChoice } from '../datasets/formats.ts';
import type { Problem } from '../datasets/problems.ts';
import type { ErrorCode } from '../errors.ts';
import type { Backend, BackendChoice, Normalization } from '../pipeline/types.ts';
import type { RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import type { RunChoice } from '../runs/run-choice.ts';
import type { Shard } from '../runs/shard.ts';
import type { ModelInfo } from '../pipeline/model/told-model.ts';
import type { HeadlessModel } from './model.ts';

export interface RunStart {
  readonly backend: BackendChoice;
  /** Default: the built-in one. */
  readonly model?: HeadlessModel;
  /** Side of the network's input in pixels; default: the model's own. */
  readonly size?: number;
  readonly methods: readonly string[];
  /** How raw maps are refined; default: not at all. */
  readonly refine?: RefinementName;
  /** Default: the model's default layer. */
  readonly layers?: readonly string[];
  /** Networks side by side; default: as many as the machine can run. */
  readonly workers?: number;
  /** As the user wrote it, `1/4`. */
  readonly shard?: string;
}

export interface RunInfo extends ModelInfo {
  readonly backend: Backend;
  /** Why a slower backend runs than requested, for users. */
  readonly notice?: string;
  readonly model: ModelInfo['model'] & {
    /** Width of the network's input in pixels, and height unless that is given. */
    readonly size: number;
    readonly height?: number;
    /** The largest distance between neighbouring positions of a map, in pixels of the input, if one was requested. */
    readonly stride?: number;
    /** How pictures become its input values, from whatever source. */
    readonly normalization: Normalization;
    /** The output whose classes are explained. */
    readonly output: string;
  };
  readonly layers: readonly string[];
  /** Names by class index. */
  readonly classes: readonly string[];
  readonly workers: number;
  readonly shard?: Shard;
  /** Name and version. */
  readonly browser: string;
}

/** A text file, and its name in messages. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** An archive, the listing of a folder, or a listing of one file. */
export interface DataPlace {
  readonly kind: 'tar' | 'folder' | 'file';
  readonly name: string;
  readonly url: string;
}

export interface EvaluationRequest {
  readonly images: DataPlace;
  readonly annotations: DataPlace;
  readonly split?: NamedText;
  readonly classMap?: NamedText;
  /** Of the annotations. Default: `auto`. */
  readonly format?: FormatChoice;
  /** `annotations` are said to be annotations, not only looked for among the pictures: folders are not guessed. */
  readonly isAnnotated?: boolean;
  readonly choice: RunChoice;
  readonly shard?: Shard;
  /** Maximum number of new pictures. */
  readonly limit?: number;
  /** The ids of pictures that have a record or are set aside. */
  readonly done: readonly string[];
  /** Ids of pictures that may have crashed an earlier page: measured last, each alone. */
  readonly suspects: readonly string[];
}

/** What the page reports while it measures. */
export type RunNews =
  | {
      readonly about: 'total';
      /** Pictures to measure. */
      readonly pictures: number;
      /** Whether they were counted; otherwise this is an upper bound. */
      readonly isExact: boolean;
    }
  /** Once the annotations are read, before any picture: their format, chosen or guessed. */
  | { readonly about: 'format'; readonly format: AnnotationFormat }
  /** A picture is in progress from now on: if the page dies before it ends, this picture may be the cause. */
  | { readonly about: 'begun'; readonly id: string }
  | { readonly about: 'record'; readonly id: string; /** A line of NDJSON. */ readonly line: string }
  /** A picture is no longer in progress, and has no record; the reason is reported as a problem. */
  | { readonly about: 'failed'; readonly id: string; readonly code: ErrorCode }
  /** Sign of life, although no picture is finished. */
  | { readonly about: 'sign' }
  | {
      readonly about: 'problem';
      readonly problem: Problem;
      /** Only a note: everything it concerns was measured. */
      readonly isNote: boolean;
    };

export interface RunEnd {
  /** Ids of annotations whose pictures are not in the data set. */
  readonly withoutPicture: readonly string[];
}

export interface ThumbnailRequest {
  /** Where pictures can be read again. */
  readonly pictures: DataPlace;
  /** As in the records. */
  readonly ids: readonly string[];
  /** Whether they were measured with masks. */
  readonly hasMasks: boolean;
}

/** What is wanted, wherever the pictures are. */
export type WantedThumbnails = Omit<ThumbnailRequest, 'pictures'>;

/** Small copies as data: URIs, except for those that cannot be read or decoded. */
export type Thumbnails = readonly (readonly [id: string, uri: string])[];
