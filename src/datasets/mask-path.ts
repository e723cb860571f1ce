/** Which PNG files are masks, if masks are read, and which picture each belongs to. */
import { holders } from './identity.ts';
import { isPng } from './kinds.ts';

/** Folders whose PNG files are masks of pictures, in lower case. */
const maskFolders: ReadonlySet<string> = new Set([
  ...['masks', 'segmentations', 'segmentationclass', 'segmentationclassaug', 'trimaps'],
]);

/** By the nearest of its folders whose name only describes its content: `masks/images/1.png` is a picture. */
export function isMask(path: string): boolean {
  const folders = path.toLowerCase().split('/').slice(0, -1);
  const nearest = folders.findLast((folder) => holders.has(folder) || maskFolders.has(folder));
  return isPng(path) && nearest !== undefined && maskFolders.has(nearest);
}

/** Its path without the folders of masks, which has the id and the class of its picture. */
export function maskedPath(path: string): string {
  const [name, ...folders] = path.split('/').toReversed();
  return [name, ...folders.filter((folder) => !maskFolders.has(folder.toLowerCase()))].toReversed().join('/');
}
