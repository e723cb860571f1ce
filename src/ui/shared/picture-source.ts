/** A picture that the page can show, before it is opened. */
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Box } from '../../pipeline/types.ts';

export interface PictureSource {
  /** Unique on the page. */
  readonly key: string;
  /** The file's name, as people know it. Anything can stand in it. */
  readonly name: string;
  /** What is in it, where that is known; for the thumbnail's text. */
  readonly subject?: string;
  readonly thumbnail?: string;
  /** Known beforehand for samples. */
  readonly width?: number;
  readonly height?: number;
  readonly truths: readonly Box[];
  /** What is explained at first; the class predicted unless said. */
  readonly target?: Target;
  readonly credit?: Credit;
  load(): Promise<Blob>;
}

export interface Credit {
  readonly author: string;
  readonly licence: string;
  readonly origin: string;
}
