/** What the parts of a run say: in English, or as a page sets it. */
import { replaceStrings, type SomeStrings } from '../shared/replace-strings.ts';
import { StringTables } from '../shared/string-tables.ts';
import { englishRun } from './run-strings.en.ts';
import type { RunStrings } from './run-strings.ts';

export const runStrings = new StringTables<RunStrings>(englishRun);

/**
 * What `<cam-lens-evaluate>` says in a language, or some of it; the rest stays as it was: at first as in the language
 * without its region, or English. Elements on the page follow.
 * @param language a tag as in `lang`: `de`, `de-AT`
 */
export function setRunStrings(language: string, strings: SomeStrings<RunStrings>): void {
  replaceStrings(runStrings, language, strings);
}
