/** What is shown side by side: each method at each layer for each class. */

export interface ComparedSide {
  readonly method: string;
  readonly layer: string;
  readonly target: string;
  /** The part that distinguishes it from the others. */
  readonly name: string;
}

/** The items of an attribute. */
export function listed(text: string, separator: ',' | ';'): readonly string[] {
  const items = text.split(separator).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/**
 * In the order in which they are named; if no layer or class is named, the default.
 * @param titles of methods, by name, as far as they are known
 */
export function sidesOf(
  methods: readonly string[],
  layers: readonly string[],
  targets: readonly string[],
  titles: ReadonlyMap<string, string> = new Map(),
): readonly ComparedSide[] {
  const [somewhere, something] = [orOne(layers, ''), orOne(targets, 'predicted')];
  return methods.flatMap((method) =>
    somewhere.flatMap((layer) =>
      something.map((target) => {
        const told = [...(somewhere.length > 1 ? [layer] : []), ...(something.length > 1 ? [target] : [])];
        return { method, layer, target, name: [titles.get(method) ?? method, ...told].join(', ') };
      }),
    ),
  );
}

function orOne(items: readonly string[], otherwise: string): readonly string[] {
  return items.length === 0 ? [otherwise] : items;
}
