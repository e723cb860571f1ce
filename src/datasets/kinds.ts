/** What a file is, by its path. */

/** Endings of what browsers decode. */
export const pictureEnding = /\.(jpe?g|jfif|png|webp|avif|gif|bmp)$/i;

/** Folders that systems and PASCAL VOC put beside pictures and whose pictures are none of the data set's. */
const ignoredFolders: ReadonlySet<string> = new Set(['__MACOSX', 'SegmentationClass', 'SegmentationObject']);

/** Hidden files (`.DS_Store`, macOS's `._name`) and everything in a hidden or ignored folder. */
export function isIgnored(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || ignoredFolders.has(part));
}

export function isPicture(path: string): boolean {
  return pictureEnding.test(path);
}

/** Annotations end in .xml or, as those of Stanford Dogs, have no ending at all. */
export function isAnnotation(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.xml$/i.test(name) || !name.includes('.');
}
