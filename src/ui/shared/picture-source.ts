/** A picture that the page can show, before it is opened. */
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Box } from '../../pipeline/types.ts';

export interface PictureSource {
  /** Unique on the page; its kind, a colon, and how the page's address names it: `sample:giant-panda.webp`. */
  readonly key: string;
  /** The file's name, which may contain anything. */
  readonly name: string;
  /** What it shows, if known; for the thumbnail's text. */
  readonly subject?: string;
  readonly thumbnail?: string;
  /** Known in advance for samples. */
  readonly width?: number;
  readonly height?: number;
  readonly truths: readonly Box[];
  /** What to explain first; default: the predicted class. */
  readonly target?: Target;
  readonly credit?: Credit;
  load(): Promise<Blob>;
}

export interface Credit {
  readonly author: string;
  readonly licence: string;
  readonly origin: string;
}
