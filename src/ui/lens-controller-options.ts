/** What the page's talk with the Lens needs from outside. */
import type { Lens, LensOptions } from '../pipeline/lens.ts';
import type { PictureSource } from './picture-source.ts';

export type CreateLens = (options: LensOptions) => Promise<Lens>;

export interface LensControllerOptions {
  /** A picture could not be shown, or something else went wrong that a sentence can tell. */
  readonly onProblem: (message: string, source?: PictureSource) => void;
}
