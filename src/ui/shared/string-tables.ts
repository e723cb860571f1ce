/** What elements say, by language. */

export class StringTables<Strings extends object> {
  readonly #tables: Map<string, Strings>;
  readonly #followers = new Set<() => void>();
  #observer: MutationObserver | undefined;

  constructor(english: Strings) {
    this.#tables = new Map([['en', english]]);
  }

  put(language: string, strings: Strings): void {
    this.#tables.set(language.toLowerCase(), strings);
    this.#tell();
  }

  /** The strings for a language tag, for its language without region, or English. */
  for(language: string): Strings {
    const tag = language.toLowerCase();
    return this.#tables.get(tag) ?? this.for(tag.includes('-') ? tag.slice(0, tag.lastIndexOf('-')) : 'en');
  }

  /**
   * @param follow called when strings are set, and when a `lang` in the document changes
   * @returns ends it
   */
  follow(follow: () => void): () => void {
    this.#followers.add(follow);
    this.#observer ??= new MutationObserver(() => this.#tell());
    this.#observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
    return () => {
      this.#followers.delete(follow);
      if (this.#followers.size === 0) this.#observer?.disconnect();
    };
  }

  #tell(): void {
    for (const follow of this.#followers) follow();
  }
}
