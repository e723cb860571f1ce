/**
 * Lit's templates, with untrusted names made safe to show: in text, and in attributes that are shown or read out,
 * invisible characters are replaced by their codes. Properties, values of controls and URLs stay exact.
 */
import { html as litHtml, svg as litSvg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { visible } from '../../visible.ts';

/** Lists whose items keep their elements as they move; it shows only what templates show. */
export { repeat } from 'lit/directives/repeat.js';

/** Template tag, replaces Lit's. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult {
  return litHtml(strings, ...shown(strings, values));
}

/** Template tag, replaces Lit's. */
export function svg(strings: TemplateStringsArray, ...values: readonly unknown[]): SVGTemplateResult {
  return litSvg(strings, ...shown(strings, values));
}

function shown(strings: TemplateStringsArray, values: readonly unknown[]): readonly unknown[] {
  let places = known.get(strings);
  if (places === undefined) known.set(strings, (places = shownPlaces(strings)));
  return values.map((value, index) => (places[index] === true ? visibleValue(value) : value));
}

/** Lists are shown item by item, as in Lit; templates within them have handled their own values. */
function visibleValue(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return value;
  return Array.from(value as Iterable<unknown>, visibleValue);
}

/** By template: its strings are the same array each time. */
const known = new WeakMap<TemplateStringsArray, readonly boolean[]>();

/** Matches up to the value of an attribute that is shown or read out. */
const shownAttribute = /^(?:title|alt|label|placeholder|aria-[a-z]+)=/;

/** Whether each value of a template is in text or in an attribute that is shown. */
export function shownPlaces(strings: readonly string[]): readonly boolean[] {
  let isInTag = false;
  let quote = '';
  /** The part of an attribute read so far. */
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
