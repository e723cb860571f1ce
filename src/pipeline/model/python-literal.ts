/** Python's notation for dictionaries, lists, strings and numbers, which exporters write into a model's metadata. */
import { own } from '../../own.ts';

/**
 * Reads JSON, or a Python literal: `{0: 'cat', 1: 'dog'}`, `[224, 224]`, `(0.5, 0.5, 0.5)`, `True`, `None`. Keys become
 * strings, tuples become arrays.
 * @throws SyntaxError if the text is neither
 */
export function parseLiteral(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return new LiteralReader(text).readAll();
  }
}

const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): unknown {
    const value = this.#read();
    if (this.#peek() !== '') this.#fail();
    return value;
  }

  #read(): unknown {
    const first = this.#peek();
    const close = own(closing, first);
    if (first === "'" || first === '"') return this.#string(first);
    if (close !== undefined) return first === '{' ? this.#dictionary() : this.#items(close, () => this.#read());
    const [word = ''] = /^[-+\w.]+/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += word.length;
    if (Object.hasOwn(words, word)) return own(words, word);
    return word === '' || Number.isNaN(Number(word)) ? this.#fail() : Number(word);
  }

  #dictionary(): unknown {
    const entries = this.#items('}', () => {
      const key = this.#read();
      if ((typeof key !== 'string' && typeof key !== 'number') || this.#peek() !== ':') return this.#fail();
      this.#at += 1;
      return [String(key), this.#read()] as const;
    });
    return Object.fromEntries(entries);
  }

  /** The items between an opening bracket and its closing one, separated by commas. */
  #items<Item>(close: string, readItem: () => Item): Item[] {
    this.#at += 1;
    const items: Item[] = [];
    while (this.#peek() !== close) {
      items.push(readItem());
      if (this.#peek() === ',') this.#at += 1;
      else if (this.#peek() !== close) this.#fail();
    }
    this.#at += 1;
    return items;
  }

  #string(quote: string): string {
    let content = '';
    for (this.#at += 1; this.#text[this.#at] !== quote; this.#at += 1) {
      if (this.#at >= this.#text.length) this.#fail();
      const isEscaped = this.#text[this.#at] === '\\';
      if (isEscaped) this.#at += 1;
      const letter = this.#text[this.#at] ?? '';
      content += isEscaped ? (own(escapes, letter) ?? letter) : letter;
    }
    this.#at += 1;
    return content;
  }

  /** The next character that is not a space; '' at the end. */
  #peek(): string {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text[this.#at] ?? '';
  }

  #fail(): never {
    throw new SyntaxError(`neither JSON nor a Python literal, at character ${this.#at + 1}`);
  }
}
