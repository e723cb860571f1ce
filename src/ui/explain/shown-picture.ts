/** A picture on the page: what is known of it, step by step. */
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { ExplainedPicture } from '../../pipeline/api/lens.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Size } from '../../pipeline/types.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import type { Settings } from '../shared/settings.ts';

export interface ShownPicture {
  readonly source: PictureSource;
  readonly file: Blob;
  readonly size: Size | undefined;
  /** The Lens's name for it, once it is open. */
  readonly id?: number;
  readonly original?: ImageBitmap | undefined;
  readonly explained?: ExplainedPicture;
  /** What the explanations are of. */
  readonly target?: Target;
  readonly heatmap?: ImageBitmap;
  /** Whose heatmap that is. */
  readonly paintedMethod?: string;
  readonly blend?: ImageBitmap;
  readonly strip?: StripPaintings;
}

/** Small blends by one method, by layer. */
export interface StripPaintings {
  /** As `nameBy` has it. */
  readonly method: string;
  readonly blends: Readonly<Record<string, ImageBitmap>>;
}

export function sourceSize({ width, height }: PictureSource): Size | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** Painted bitmaps are moved to their canvases, so that a picture that comes back needs new ones. */
export function withoutPaintings(picture: ShownPicture): ShownPicture {
  const { id, explained, target } = picture;
  return {
    ...unopened(picture),
    ...(id === undefined ? {} : { id }),
    ...(explained === undefined ? {} : { explained }),
    ...(target === undefined ? {} : { target }),
  };
}

/** What is left of a picture when the Lens that had it open is gone. */
export function unopened({ source, file, size, original }: ShownPicture): ShownPicture {
  return { source, file, size, original };
}

/** The picture's explanations, as far as they are of this class. */
export function explanationsOf(
  picture: ShownPicture | undefined,
  { class: target, convention }: Pick<Settings, 'class' | 'convention'>,
): readonly Explanation[] {
  return picture?.target === target ? shownExplanations(picture, convention) : [];
}

/** The picture's explanations by this convention, of whatever class they are. */
export function shownExplanations(
  picture: ShownPicture | undefined,
  convention: ConventionName,
): readonly Explanation[] {
  return picture?.explained?.explanations.filter((one) => one.convention === convention) ?? [];
}
