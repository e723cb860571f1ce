/** HTML and SVG as text, safe by construction: whatever is put in is text, unless it is markup already. */
import { own } from '../own.ts';
import { visibleText } from '../visible.ts';

export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Lists are put one after the other; null is nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/** Template tag. Values may stand in text and in attributes between double quotes. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(written)));
}

function written(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.toString();
  if (typeof content === 'object') return content.map(written).join('');
  return escape(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => own(entities, character) ?? '');
}

/** A name that strangers gave: it neither turns the text around it nor breaks the line's width. */
export function nameMarkup(name: string): Markup {
  return markup`<bdi class="name">${name}</bdi>`;
}
