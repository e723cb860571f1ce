/** How the truth about pictures is written down: their classes and, except by folders, their boxes or masks. */
import { pictureEnding } from './kinds.ts';

/** Format → what messages call it, which files are read for it, and whether it has boxes and masks. */
export const formats = {
  voc: { title: 'PASCAL VOC XML', files: /\.xml$|(^|\/)[^./]+$/i, hasBoxes: true, hasMasks: false },
  coco: { title: 'COCO JSON', files: /\.json$/i, hasBoxes: true, hasMasks: false },
  yolo: { title: 'YOLO labels', files: /\.(txt|names|ya?ml)$/i, hasBoxes: true, hasMasks: false },
  csv: { title: 'CSV of boxes', files: /\.csv$/i, hasBoxes: true, hasMasks: false },
  /** A PNG for each picture, which marks the object's pixels; boxes are those around its parts. */
  masks: { title: 'PNG masks', files: /\.png$/i, hasBoxes: true, hasMasks: true },
  /** The folder of a picture is its class, as in torchvision's ImageFolder. */
  folders: { title: 'class folders (no boxes)', files: pictureEnding, hasBoxes: false, hasMasks: false },
} as const satisfies Readonly<
  Record<
    string,
    { readonly title: string; readonly files: RegExp; readonly hasBoxes: boolean; readonly hasMasks: boolean }
  >
>;

/** A key of `formats`. */
export type AnnotationFormat = keyof typeof formats;

export const formatNames = Object.keys(formats) as AnnotationFormat[];

/**
 * What can be requested: `auto` takes the format that has annotations for the most pictures; if none has, folders, if one
 * or more are named by a class. Masks are only read on request: nothing tells a PNG that is a mask from a picture.
 */
export const formatChoices = ['auto', ...formatNames] as const;

/** An element of `formatChoices`. */
export type FormatChoice = (typeof formatChoices)[number];

/** By its path; the content may show that it is none. */
export function formatOf(path: string): AnnotationFormat | undefined {
  return formatNames.find((name) => formats[name].files.test(path));
}
