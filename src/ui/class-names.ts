/** Class names as a search offers them: some names stand for two classes (a crane is a bird and a machine). */

const offered = new WeakMap<readonly string[], readonly string[]>();

/** One text per class, by index; a name that occurs twice carries its index. */
export function searchNames(classes: readonly string[]): readonly string[] {
  let names = offered.get(classes);
  if (names === undefined) {
    const counts = new Map<string, number>();
    for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
    names = classes.map((name, index) => (counts.get(name) === 1 ? name : `${name} (${index})`));
    offered.set(classes, names);
  }
  return names;
}

/** Index of the class that a visitor typed, whatever its case; undefined where there is none. */
export function classNamed(classes: readonly string[], text: string): number | undefined {
  const wanted = text.trim().toLowerCase();
  const index = searchNames(classes).findIndex((name) => name.toLowerCase() === wanted);
  if (index >= 0) return index;
  const plain = classes.findIndex((name) => name.toLowerCase() === wanted);
  return plain >= 0 ? plain : undefined;
}
