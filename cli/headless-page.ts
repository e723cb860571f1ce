/** What headless.html offers: the contract between the command and src/headless/main.ts. */
import type { CamLensError } from '../src/errors.ts';
import type { ExplainedPicture, LensInfo } from '../src/pipeline/lens.ts';
import type { BackendChoice } from '../src/pipeline/types.ts';

/** Errors don't survive the way between page and Node, so every answer carries its outcome. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Pick<CamLensError, 'code' | 'message'> };

export interface StartOptions {
  readonly backend: BackendChoice;
  /** URL of the model's description. */
  readonly model?: string;
}

/** What runs, and what the choice of a command may name, where the page says so. */
export type HeadlessInfo = Pick<LensInfo, 'backend' | 'model'> & Partial<LensInfo>;

export interface PictureSource {
  readonly url: string;
  readonly name: string;
}

export interface HeadlessChoice {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  /** "predicted", an index or a name. */
  readonly class: string;
  readonly threshold: number;
  /** Of the model's input; its own where absent. */
  readonly size?: number;
  /** URL prefix to POST the PNGs to, as `<prefix>/<method>.<layer>.<heatmap|blend|boxes>.png`. */
  readonly output?: string;
}

/** One element of `results` in the command's JSON, without `image`. */
export interface PictureResult extends ExplainedPicture {
  readonly width: number;
  readonly height: number;
}

/** `window.camLens`; no call ever rejects. */
export interface HeadlessPage {
  start(options: StartOptions): Promise<Outcome<HeadlessInfo>>;
  explain(picture: PictureSource, choice: HeadlessChoice): Promise<Outcome<PictureResult>>;
}
