/** HTML and SVG as text, safe by construction: every inserted value is escaped, unless it is markup already. */
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

/** Lists are concatenated; null inserts nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/** Template tag. Values may be inserted into text and into double-quoted attributes. */
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

/** An untrusted name, which must neither reorder the text around it nor widen its line. */
export function nameMarkup(name: string): Markup {
  return markup`<bdi class="name">${name}</bdi>`;
}
