/** The calls from the command to the page, and their results: plain data, because it crosses between processes. */
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Backend, BackendChoice, ClassScore } from '../pipeline/types.ts';
import type { Explanation } from '../pipeline/recipe/explanation.ts';
import type { RunEnd, RunInfo, EvaluationRequest, RunStart, ThumbnailRequest, Thumbnails } from './evaluation-calls.ts';
import type { ModelInfo } from '../pipeline/model/told-model.ts';
import type { AskedDebug, Compared } from './comparing.ts';
import type { HeadlessModel } from './model.ts';

/** No call rejects. */
export interface HeadlessPage {
  /** Whether the browser has a WebGPU adapter of any kind; loads nothing. */
  offersWebGpu(): Promise<Answer<boolean>>;
  /** Loads the model and creates network and engine. */
  start(options: PageOptions): Promise<Answer<HeadlessInfo>>;
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<Answer<HeadlessResult>>;
  /** Starts the workers of an evaluation. */
  startRun(options: RunStart): Promise<Answer<RunInfo>>;
  /** Measures the pictures without a record, and reports each picture as it is done. */
  evaluate(request: EvaluationRequest): Promise<Answer<RunEnd>>;
  /** Small copies of pictures; needs no start. */
  thumbnails(request: ThumbnailRequest): Promise<Answer<Thumbnails>>;
}

export interface PageOptions {
  readonly backend: BackendChoice;
  /** Where `auto` runs the stages if there is only a software adapter; default: WGSL. */
  readonly onSoftware?: Backend['stages'];
  /** Default: the built-in one. */
  readonly model?: HeadlessModel;
  /** `all` are the layers that the model's description shows side by side; default: the model's default layer. */
  readonly layers?: readonly string[] | 'all';
  /**
   * What will be requested for pictures, if known: refused before any picture is read. `all` are the quick methods that
   * are possible at all of the layers.
   */
  readonly methods?: readonly string[] | 'all';
  readonly class?: string;
  /** How raw maps are refined; default: not at all. */
  readonly refine?: RefinementName;
  /** For finding a wrong shader. */
  readonly debug?: AskedDebug;
}

export interface HeadlessInfo extends LensInfo, ModelInfo {
  readonly model: ModelInfo['model'] & LensInfo['model'];
  /** The selected methods and layers, by name. */
  readonly chosen: Chosen;
  /** What `all` left out, and why: sentences for users. */
  readonly leftOut: readonly string[];
}

export interface Chosen {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
}

export interface HeadlessPicture {
  readonly url: string;
  readonly name: string;
}

export interface HeadlessChoice extends Chosen {
  /** In the syntax of `readTarget`. */
  readonly class: string;
  readonly threshold: number;
  /** Default: raw maps are not refined. */
  readonly refine?: RefinementName;
  readonly conventions: readonly ConventionName[];
  /** Where to send the PNGs, as `<output>/<method>.<layer>.<rendering>.png`; if absent, none are made. */
  readonly output?: string;
}

/** One element of the command's `results`, without the picture's path. */
export interface HeadlessResult {
  readonly width: number;
  readonly height: number;
  readonly classes: readonly ClassScore[];
  readonly explanations: readonly Explanation[];
  readonly timings: Readonly<Record<string, number>>;
  /** If requested. */
  readonly bisect?: Compared;
}
