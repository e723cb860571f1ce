/** The class of a picture by the folder that holds it: `root/<class>/name.jpg`, as in torchvision's ImageFolder. */
import { lookUpClass, type ClassMap } from './class-map.ts';
import { holderless } from './identity.ts';

/**
 * The names a picture's folder may have as a class: the folder itself and, if its name only describes its content, as in
 * Tiny ImageNet's `n01443537/images/n01443537_0.JPEG`, the nearest one above it whose name does not.
 */
export function classFolders(path: string): readonly string[] {
  // As identities are.
  const folders = path.normalize('NFC').split('/').slice(0, -1);
  const named = holderless(folders);
  return [...new Set([folders.at(-1), named].filter((name) => name !== undefined))];
}

/** @returns undefined if no folder is named by a class */
export function classOfFolder(path: string, classes: readonly ClassMap[]): number | undefined {
  for (const name of classFolders(path)) {
    for (const map of classes) {
      const index = lookUpClass(name, map);
      if (index !== undefined) return index;
    }
  }
  return undefined;
}
