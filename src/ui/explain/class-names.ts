/** Class names as suggested by a search: some names belong to two classes (a crane is a bird and a machine). */
import { CamLensError } from '../../errors.ts';
import { readTarget } from '../../pipeline/recipe/read-target.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { visible } from '../../visible.ts';

const offered = new WeakMap<readonly string[], readonly string[]>();

/**
 * One displayed text per class, by index, which can be chosen from a list or typed, and is recognised again. Texts that
 * would occur twice include their index.
 */
export function searchNames(classes: readonly string[]): readonly string[] {
  let names = offered.get(classes);
  if (names === undefined) {
    const counts = new Map<string, number>();
    const shown = classes.map(visible);
    for (const name of shown) counts.set(name, (counts.get(name) ?? 0) + 1);
    names = shown.map((name, index) => (counts.get(name) === 1 ? name : `${name} (${index})`));
    offered.set(classes, names);
  }
  return names;
}

/**
 * The class that a visitor typed: as suggested, a name in any case, or an index.
 * @throws CamLensError `unknown-class`
 */
export function readClass(text: string, classes: readonly string[]): number {
  const target = readClasses(text, classes);
  if (typeof target === 'number') return target;
  throw new CamLensError('bad-option', 'One class was expected here.');
}

/**
 * The class or sum of classes that a visitor typed, in the syntax of `readTarget`.
 * @throws CamLensError `unknown-class`, `bad-option`
 */
export function readClasses(text: string, classes: readonly string[]): Target {
  const wanted = text.trim().toLowerCase();
  const index = searchNames(classes).findIndex((name) => name.toLowerCase() === wanted);
  return index >= 0 ? index : readTarget(text, classes);
}
