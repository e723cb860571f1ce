/**
 * Tables with untrusted names as keys. Every object has a "constructor", and a value written under "__proto__" is lost:
 * the linter forbids both `table[name]` and `table[name] = …` (own-lookup.mjs).
 */

/** The table's own entry of that name. */
export function own<Entry>(
  table: Readonly<Partial<Record<string, Entry>>> | undefined,
  name: string,
): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

type Thirds<Third extends string, Entry> = string extends Third ? Record<string, Entry> : Partial<Record<Third, Entry>>;

/** Entries by three names, in nested tables; later ones replace earlier ones with the same names. */
export function byThreeNames<Third extends string, Entry>(
  entries: Iterable<readonly [first: string, second: string, third: Third, entry: Entry]>,
): Record<string, Record<string, Thirds<Third, Entry>>> {
  const tables = new Map<string, Map<string, Map<string, Entry>>>();
  for (const [first, second, third, entry] of entries) {
    const seconds = tables.get(first) ?? new Map<string, Map<string, Entry>>();
    const thirds = seconds.get(second) ?? new Map<string, Entry>();
    tables.set(first, seconds.set(second, thirds.set(third, entry)));
  }
  return Object.fromEntries(
    [...tables].map(([first, seconds]) => [
      first,
      Object.fromEntries(
        [...seconds].map(([second, thirds]) => [second, Object.fromEntries(thirds) as Thirds<Third, Entry>]),
      ),
    ]),
  );
}
