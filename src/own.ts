/**
 * The entry that a table of ours has under a stranger's name. A bare `table[name]` finds "constructor" and "toString" in
 * every object.
 */
export function own<Entry>(table: Readonly<Partial<Record<string, Entry>>>, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
