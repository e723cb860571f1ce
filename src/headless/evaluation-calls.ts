/** What the command asks of the page for an evaluation, and what it is told: plain data. */
import type { Problem } from '../datasets/problems.ts';
import type { ErrorCode } from '../errors.ts';
import type { Backend, BackendChoice, Normalization } from '../pipeline/types.ts';
import type { RunChoice } from '../runs/run-choice.ts';
import type { Shard } from '../runs/shard.ts';
import type { ModelInfo } from '../pipeline/model/told-model.ts';
import type { HeadlessModel } from './model.ts';

export interface RunStart {
  readonly backend: BackendChoice;
  /** The built-in one unless said. */
  readonly model?: HeadlessModel;
  /** Side of the network's input in pixels; the model's own unless said. */
  readonly size?: number;
  readonly methods: readonly string[];
  /** The model's default layer unless said. */
  readonly layers?: readonly string[];
  /** Networks side by side; as many as the machine bears unless said. */
  readonly workers?: number;
  /** As the user wrote it, `1/4`. */
  readonly shard?: string;
}

export interface RunInfo extends ModelInfo {
  readonly backend: Backend;
  /** Why a slower level runs than the one wanted, for people. */
  readonly notice?: string;
  readonly model: ModelInfo['model'] & {
    /** Width of the network's input in pixels, and height unless that is said. */
    readonly size: number;
    readonly height?: number;
    /** How pictures become its numbers, whoever said so. */
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

/** A text file, and what messages call it. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** An archive, or the listing of a folder. */
export interface DataPlace {
  readonly kind: 'tar' | 'folder';
  readonly name: string;
  readonly url: string;
}

export interface RunRequest {
  readonly images: DataPlace;
  readonly annotations: DataPlace;
  readonly split?: NamedText;
  readonly classMap?: NamedText;
  readonly choice: RunChoice;
  readonly shard?: Shard;
  /** New pictures at most. */
  readonly limit?: number;
  /** The ids of pictures that have their record, or are set aside. */
  readonly done: readonly string[];
  /** Ids of pictures that an earlier page may have died of: measured last, each alone. */
  readonly suspects: readonly string[];
}

/** What the page tells while it measures. */
export type RunNews =
  | {
      readonly about: 'total';
      /** Pictures to measure. */
      readonly pictures: number;
      /** Whether they were counted; else they are no more than this. */
      readonly isExact: boolean;
    }
  /** A picture is under way from now on: should the page die before that ends, it may be of this one. */
  | { readonly about: 'begun'; readonly id: string }
  | { readonly about: 'record'; readonly id: string; /** A line of NDJSON. */ readonly line: string }
  /** A picture is no longer under way, and has no record; why is told as a problem. */
  | { readonly about: 'failed'; readonly id: string; readonly code: ErrorCode }
  /** Work goes on, though no picture is finished. */
  | { readonly about: 'sign' }
  | {
      readonly about: 'problem';
      readonly problem: Problem;
      /** Worth a word, but all that it is about was measured. */
      readonly isNote: boolean;
    };

export interface RunEnd {
  /** Ids of annotations whose pictures are not in the data set. */
  readonly withoutPicture: readonly string[];
}

export interface ThumbnailRequest {
  /** Where pictures can be read again. */
  readonly pictures: DataPlace;
  /** As records have them. */
  readonly ids: readonly string[];
}

/** Small copies as data: URIs; without those that cannot be read or decoded. */
export type Thumbnails = readonly (readonly [id: string, uri: string])[];
