/** What the command can ask of the page, and what it is told: plain data, as it crosses from one process to the other. */
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Backend, BackendChoice, ClassScore } from '../pipeline/types.ts';
import type { Explanation } from '../pipeline/recipe/explanation.ts';
import type { RunEnd, RunInfo, RunRequest, RunStart, ThumbnailRequest, Thumbnails } from './evaluation-calls.ts';
import type { ModelInfo } from '../pipeline/model/told-model.ts';
import type { AskedDebug, Compared } from './comparing.ts';
import type { HeadlessModel } from './model.ts';

/** No call rejects. */
export interface Headless {
  /** Loads the model and prepares the machine. */
  start(options: HeadlessOptions): Promise<Answer<HeadlessInfo>>;
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<Answer<HeadlessResult>>;
  /** Starts the workers of an evaluation. */
  startRun(options: RunStart): Promise<Answer<RunInfo>>;
  /** Measures what has no record yet, and tells of each picture as it is done. */
  evaluate(request: RunRequest): Promise<Answer<RunEnd>>;
  /** Small copies of pictures; needs no start. */
  thumbnails(request: ThumbnailRequest): Promise<Answer<Thumbnails>>;
}

export interface HeadlessOptions {
  readonly backend: BackendChoice;
  /** Where `auto` has the stages run if there is but a software adapter: in WGSL unless said. */
  readonly onSoftware?: Backend['stages'];
  /** The built-in one unless said. */
  readonly model?: HeadlessModel;
  /** `all` are those that the model's description shows side by side; the model's default layer alone unless said. */
  readonly layers?: readonly string[] | 'all';
  /** What pictures will be asked for, where it is known: refused before any picture is touched. `all` are the quick ones
   * that are possible at every one of the layers. */
  readonly methods?: readonly string[] | 'all';
  readonly class?: string;
  /** For finding a wrong shader. */
  readonly debug?: AskedDebug;
}

export interface HeadlessInfo extends LensInfo, ModelInfo {
  readonly model: ModelInfo['model'] & LensInfo['model'];
  /** The methods and layers meant, by name. */
  readonly chosen: Chosen;
  /** What `all` did not take, and why: sentences for people. */
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
  /** As `readTarget` takes it. */
  readonly class: string;
  readonly threshold: number;
  readonly conventions: readonly ConventionName[];
  /** Where the PNGs are to be sent, as `<output>/<method>.<layer>.<rendering>.png`; none are made without it. */
  readonly output?: string;
}

/** One element of the command's `results`, but for the picture's path. */
export interface HeadlessResult {
  readonly width: number;
  readonly height: number;
  readonly classes: readonly ClassScore[];
  readonly explanations: readonly Explanation[];
  readonly timings: Readonly<Record<string, number>>;
  /** Where that was asked for. */
  readonly bisect?: Compared;
}
