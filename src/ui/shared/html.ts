/**
 * Lit's templates, with strangers' names in them safe to show: in text, and in attributes that are shown or read out, what
 * has no look of its own is shown by its code. Properties, values of controls and addresses stay exact, letter by letter.
 */
import { html as litHtml, svg as litSvg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { visible } from '../../visible.ts';

/** Template tag, in place of Lit's. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult {
  return litHtml(strings, ...shown(strings, values));
}

/** Template tag, in place of Lit's. */
export function svg(strings: TemplateStringsArray, ...values: readonly unknown[]): SVGTemplateResult {
  return litSvg(strings, ...shown(strings, values));
}

function shown(strings: TemplateStringsArray, values: readonly unknown[]): readonly unknown[] {
  let places = known.get(strings);
  if (places === undefined) known.set(strings, (places = shownPlaces(strings)));
  return values.map((value, index) => (places[index] === true ? visibleValue(value) : value));
}

/** Lists are shown item by item, as Lit shows them; templates within them have seen to their own values. */
function visibleValue(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return value;
  return Array.from(value as Iterable<unknown>, visibleValue);
}

/** By template: its strings are the same array each time. */
const known = new WeakMap<TemplateStringsArray, readonly boolean[]>();

/** Up to its value, an attribute that is seen or heard. */
const shownAttribute = /^(?:title|alt|label|placeholder|aria-[a-z]+)=/;

/** Whether each value of a template stands in text or in an attribute that is shown. */
export function shownPlaces(strings: readonly string[]): readonly boolean[] {
  let isInTag = false;
  let quote = '';
  /** What has been read of an attribute. */
  let attribute = '';
  const read = (character: string): void => {
    if (quote !== '') {
      if (character === quote) quote = '';
      else attribute += character;
    } else if (!isInTag) isInTag = character === '<';
    else if (character === '>') [isInTag, attribute] = [false, ''];
    else if (character === '"' || character === "'") quote = character;
    else attribute = /\s/.test(character) ? '' : attribute + character;
  };
  return strings.slice(0, -1).map((markup) => {
    for (const character of markup) read(character);
    return !isInTag || shownAttribute.test(attribute);
  });
}
