/** How layers are called in the names of files. */

const longest = 80;

/**
 * Layer → a name that any file system takes: letters, digits, `_`, `+`, `-`, and dots between. Names that would be the
 * same get numbers.
 */
export function fileNames(layers: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const layer of layers) {
    const plain = plainName(layer);
    let name = plain;
    // Compared without case, as some file systems do.
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain}-${count}`;
    taken.add(name.toLowerCase());
    names.set(layer, name);
  }
  return names;
}

/** The end of a long name tells more than its beginning. */
function plainName(layer: string): string {
  const words = layer.replaceAll(/[^\w+-]*\.[^\w+-]*/g, '.').replaceAll(/[^\w.+-]+/g, '_');
  return words.slice(-longest).replaceAll(/^[._]+|[._]+$/g, '') || 'layer';
}
