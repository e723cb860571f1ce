/** How layers are named in file names. */

const longest = 80;

/**
 * Layer → a name valid on any file system: letters, digits, `_`, `+`, `-`, and dots in between. Numbers distinguish
 * names that would be equal.
 */
export function fileNames(layers: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const layer of layers) {
    const plain = plainName(layer);
    let name = plain;
    // Compared without case, as on some file systems.
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain}-${count}`;
    taken.add(name.toLowerCase());
    names.set(layer, name);
  }
  return names;
}

/** The end of a long name is more informative than its start. */
function plainName(layer: string): string {
  const words = layer.replaceAll(/[^\w+-]*\.[^\w+-]*/g, '.').replaceAll(/[^\w.+-]+/g, '_');
  return words.slice(-longest).replaceAll(/^[._]+|[._]+$/g, '') || 'layer';
}
