/** The kind of a file, by its path. */

/** Extensions of pictures that browsers decode. */
export const pictureEnding = /\.(jpe?g|jfif|png|webp|avif|gif|bmp)$/i;

/**
 * Folders beside the pictures, made by operating systems and PASCAL VOC, whose pictures are not part of the data set.
 */
const ignoredFolders: ReadonlySet<string> = new Set(['__MACOSX', 'SegmentationClass', 'SegmentationObject', '@eaDir']);

/** Files added by operating systems. */
const systemFiles: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', 'icon\r', 'ehthumbs.db']);

/**
 * Hidden files (`.DS_Store`, macOS's `._name`), system files, and everything in a hidden or ignored folder.
 * @param hasMasks whether masks are read
 */
export function isIgnored(path: string, hasMasks = false): boolean {
  const isOther = (part: string): boolean => ignoredFolders.has(part) && !(hasMasks && part === 'SegmentationClass');
  return (
    path.split('/').some((part) => part.startsWith('.') || isOther(part)) || systemFiles.has(nameOf(path).toLowerCase())
  );
}

export function isPicture(path: string): boolean {
  return pictureEnding.test(path);
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
