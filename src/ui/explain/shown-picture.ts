/** A picture on the page and what is known about it so far. */
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { ExplainedPicture } from '../../pipeline/api/lens.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Size } from '../../pipeline/types.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import type { Settings } from '../shared/settings.ts';

export interface ShownPicture {
  readonly source: PictureSource;
  readonly file: Blob;
  readonly size: Size | undefined;
  /** Its id in the Lens, once it is open. */
  readonly id?: number;
  readonly original?: ImageBitmap | undefined;
  readonly explained?: ExplainedPicture;
  /** The target of its explanations. */
  readonly target?: Target;
  /** How their raw maps are refined. */
  readonly refine?: RefinementName;
  readonly heatmap?: ImageBitmap;
  /** The method of that heatmap. */
  readonly paintedMethod?: string;
  readonly blend?: ImageBitmap;
  readonly strip?: StripPaintings;
}

/** Small blends, by the key of their cell. */
export interface StripPaintings {
  /** Of the strip that they belong to. */
  readonly name: string;
  readonly blends: Readonly<Record<string, ImageBitmap>>;
}

export function sourceSize({ width, height }: PictureSource): Size | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** Painted bitmaps are transferred to their canvases, so a picture that returns needs new ones. */
export function withoutPaintings(picture: ShownPicture): ShownPicture {
  const { id, explained, target, refine } = picture;
  return {
    ...unopened(picture),
    ...(id === undefined ? {} : { id }),
    ...(explained === undefined ? {} : { explained }),
    ...(target === undefined ? {} : { target }),
    ...(refine === undefined ? {} : { refine }),
  };
}

/** What remains of a picture when the Lens that had it open is gone. */
export function unopened({ source, file, size, original }: ShownPicture): ShownPicture {
  return { source, file, size, original };
}

/** The picture's explanations for this class, refined in this way. */
export function explanationsOf(
  picture: ShownPicture | undefined,
  { class: target, convention, refine }: Pick<Settings, 'class' | 'convention' | 'refine'>,
): readonly Explanation[] {
  return picture?.target === target && picture.refine === refine ? shownExplanations(picture, convention) : [];
}

/** The picture's explanations by this convention, for any class. */
export function shownExplanations(
  picture: ShownPicture | undefined,
  convention: ConventionName,
): readonly Explanation[] {
  return picture?.explained?.explanations.filter((one) => one.convention === convention) ?? [];
}
