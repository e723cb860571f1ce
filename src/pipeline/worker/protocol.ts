/** The messages between a page and the worker of its Lens. */
import type { ExplainedPicture, LensChoice, LensInfo, LensOptions, PaintOptions } from '../api/lens.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { OfferedModel } from '../api/model-offer.ts';
import type { ModelFiles, ModelSummary } from '../model/model-files.ts';
import type { Watch } from '../watch.ts';
import type { BackendChoice } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

/** What the worker reports while it answers a call. */
export type LensTold =
  | { readonly about: 'loading'; readonly progress: LoadProgress }
  /** Progress of the explanation with that ticket. */
  | { readonly about: 'explaining'; readonly ticket: number; readonly progress: ExplainProgress };

export type ExplainProgress = Parameters<NonNullable<Watch['onProgress']>>[0];

/** The worker's side. */
export interface LensWorker {
  /** Needs no start. */
  describe(model: ModelFiles): Promise<ModelSummary>;
  /** Needs no start. Loads a model, and returns what it supports. */
  loadOffer(model: string, size: number | null): Promise<OfferedModel>;
  start(
    options: { backend: BackendChoice; model: string | ModelFiles } & Pick<LensOptions, 'layers' | 'size' | 'stride'>,
  ): Promise<LensInfo>;
  open(file: Blob | ImageBitmap, name: string): Promise<{ id: number; width: number; height: number }>;
  explain(
    id: number,
    choice: LensChoice,
    ticket: number,
    /** Whether to report progress. */
    isFollowed: boolean,
  ): Promise<ExplainedPicture>;
  /** Stops the explanation with that ticket; answered immediately, out of order. */
  stop(ticket: number): void;
  locate(id: number, threshold: number): Promise<readonly Explanation[]>;
  paint(id: number, options: PaintOptions): Promise<ImageBitmap>;
  close(id: number): Promise<void>;
}
