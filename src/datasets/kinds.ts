/** The kind of a file, by its path. */

/** Extensions of pictures that browsers decode. */
export const pictureEnding = /\.(jpe?g|jfif|png|webp|avif|gif|bmp)$/i;

/**
 * Folders beside the pictures, made by operating systems and PASCAL VOC, whose pictures are not part of the data set.
 */
const ignoredFolders: ReadonlySet<string> = new Set(['__MACOSX', 'SegmentationObject', '@eaDir']);

/** Folders whose PNG files are masks of pictures, in lower case. */
export const maskFolders: readonly string[] = [
  ...['masks', 'segmentations', 'segmentationclass', 'segmentationclassaug', 'trimaps'],
];

/** Files added by operating systems. */
const systemFiles: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', 'icon\r', 'ehthumbs.db']);

/** Hidden files (`.DS_Store`, macOS's `._name`), system files, and everything in a hidden or ignored folder. */
export function isIgnored(path: string): boolean {
  return (
    path.split('/').some((part) => part.startsWith('.') || ignoredFolders.has(part)) ||
    systemFiles.has(nameOf(path).toLowerCase())
  );
}

export function isPicture(path: string): boolean {
  return pictureEnding.test(path) && !isMask(path);
}

/** Whether it marks the object's pixels of a picture, by its folder. */
export function isMask(path: string): boolean {
  const folders = path.toLowerCase().split('/').slice(0, -1);
  return isPng(path) && folders.some((folder) => maskFolders.includes(folder));
}

export function isPng(path: string): boolean {
  return /\.png$/i.test(path);
}

/** Annotations have the extension .xml or, as in Stanford Dogs, none at all. */
export function isAnnotation(path: string): boolean {
  return /\.xml$/i.test(path) || hasNoEnding(path);
}

/** Whether only its content can tell if it is an annotation: a README has no extension either. */
export function hasNoEnding(path: string): boolean {
  return !nameOf(path).includes('.');
}

const foreign: ReadonlyMap<string, string> = new Map(
  (
    [
      ['heic heif hif', 'a HEIC photo'],
      ['tif tiff', 'a TIFF'],
      ['psd psb', 'a Photoshop file'],
      ['jp2 j2k jpx', 'a JPEG 2000'],
      ['jxl', 'a JPEG XL'],
      ['dng cr2 cr3 nef arw orf raf rw2', 'a raw photo'],
      ['pdf', 'a PDF'],
      ['svg', 'an SVG drawing'],
      ['dcm', 'a DICOM file'],
      ['ppm pgm pbm pnm tga ico', 'a PNM, TGA or ICO picture'],
    ] as const
  ).flatMap(([endings, what]) => endings.split(' ').map((ending) => [ending, what] as const)),
);

/** A picture that no browser decodes, as in "it is …"; undefined otherwise. */
export function foreignPicture(path: string): string | undefined {
  return foreign.get(/\.([^.]+)$/.exec(nameOf(path))?.[1]?.toLowerCase() ?? '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
