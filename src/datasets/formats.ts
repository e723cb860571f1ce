/** How true boxes are written down. */

/** Format → what messages call it, and which files are read for it. */
export const formats = {
  voc: { title: 'PASCAL VOC XML', files: /\.xml$|(^|\/)[^./]+$/i },
  coco: { title: 'COCO JSON', files: /\.json$/i },
  yolo: { title: 'YOLO labels', files: /\.(txt|names|ya?ml)$/i },
  csv: { title: 'CSV of boxes', files: /\.csv$/i },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly files: RegExp }>>;

/** A key of `formats`. */
export type AnnotationFormat = keyof typeof formats;

const names = Object.keys(formats) as AnnotationFormat[];

/** What can be requested: `auto` takes the format that has annotations for the most pictures. */
export const formatChoices = ['auto', ...names] as const;

/** An element of `formatChoices`. */
export type FormatChoice = (typeof formatChoices)[number];

/** By its path; the content may show that it is none. */
export function formatOf(path: string): AnnotationFormat | undefined {
  return names.find((name) => formats[name].files.test(path));
}
