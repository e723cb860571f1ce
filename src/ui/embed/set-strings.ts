/** How a page changes what the elements say. */
import { replaceStrings } from '../shared/replace-strings.ts';
import { elementStrings, type ElementStrings } from './strings.ts';

/**
 * What the elements say in a language, or some of it; the rest stays as it was: at first as in the language without its
 * region, or English. Elements on the page follow.
 * @param language a tag as in `lang`: `de`, `de-AT`
 */
export function setStrings(language: string, strings: Partial<ElementStrings>): void {
  replaceStrings(elementStrings, language, strings);
}
