/**
 * Tables under names that strangers gave. Every object answers to "constructor", and one that is written to under
 * "__proto__" loses what was written: the linter allows neither `table[name]` nor `table[name] = …` (own-lookup.mjs).
 */

/** The table's own entry of that name. */
export function own<Entry>(
  table: Readonly<Partial<Record<string, Entry>>> | undefined,
  name: string,
): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

type Thirds<Third extends string, Entry> = string extends Third ? Record<string, Entry> : Partial<Record<Third, Entry>>;

/** Entries by three names, in tables of tables of tables; later ones replace earlier ones of the same names. */
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
