/** What crosses between a page and its worker. Errors travel as code and sentence, since a clone would lose the code. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';
import type { ExplainedPicture, LensChoice, LensInfo, LensOptions, PaintOptions } from '../api/lens.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { OfferedModel } from '../api/model-offer.ts';
import type { ModelFiles, ModelSummary } from '../model/model-files.ts';
import type { Watch } from '../watch.ts';
import type { BackendChoice } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** What the worker tells while a call is answered. */
export type LensTold =
  | { readonly about: 'loading'; readonly progress: LoadProgress }
  /** Of the explanation of that ticket. */
  | { readonly about: 'explaining'; readonly ticket: number; readonly progress: ExplainProgress };

export type ExplainProgress = Parameters<NonNullable<Watch['onProgress']>>[0];

/** The worker's side. No call rejects. */
export interface LensWorker {
  /** Needs no start. */
  describe(model: ModelFiles): Promise<Answer<ModelSummary>>;
  /** Needs no start. Loads a model, and says what it offers. */
  loadOffer(model: string, size: number | null): Promise<Answer<OfferedModel>>;
  start(
    options: { backend: BackendChoice; model: string | ModelFiles } & Pick<LensOptions, 'layers' | 'size'>,
  ): Promise<Answer<LensInfo>>;
  open(file: Blob, name: string): Promise<Answer<{ id: number; width: number; height: number }>>;
  explain(
    id: number,
    choice: LensChoice,
    ticket: number,
    /** Whether progress is to be told. */
    isFollowed: boolean,
  ): Promise<Answer<ExplainedPicture>>;
  /** Ends the explanation of that ticket; answered at once, out of turn. */
  stop(ticket: number): void;
  locate(id: number, threshold: number): Promise<Answer<readonly Explanation[]>>;
  paint(id: number, options: PaintOptions): Promise<Answer<ImageBitmap>>;
  close(id: number): Promise<Answer<void>>;
}

/** Runs something and says how it went. */
export async function answer<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

/** The value, or the error thrown on this side. */
export function unwrap<T>(given: Answer<T>): T {
  if (given.ok) return given.value;
  throw new CamLensError(given.error.code, given.error.message);
}
