/** Replaces what elements say; apart, because most pages replace nothing. */
import { own } from '../../own.ts';
import type { StringTables } from './string-tables.ts';

/** Some strings of a table, and of the tables within it. */
export type SomeStrings<Strings> = {
  readonly [Key in keyof Strings]?: Strings[Key] extends Words | undefined ? Strings[Key] : SomeStrings<Strings[Key]>;
};

type Words = string | readonly unknown[] | ((...given: never[]) => unknown);

/** The rest stays as it was: at first as in the language without its region, or English. */
export function replaceStrings<Strings extends object>(
  tables: StringTables<Strings>,
  language: string,
  strings: SomeStrings<Strings>,
): void {
  tables.put(language, merged(tables.for(language), strings) as Strings);
}

function merged(before: unknown, given: unknown): unknown {
  if (!isTable(before) || !isTable(given)) return given ?? before;
  const changed = Object.entries(given).map(([key, value]) => [key, merged(own(before, key), value)]);
  return { ...before, ...Object.fromEntries(changed) };
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
