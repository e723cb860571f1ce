/** Names that a graph does not use yet. */
export class FreshNames {
  readonly #taken: Set<string>;
  /** Requested name → the last number appended to it. */
  readonly #last = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The name itself if it is unused, otherwise with the first number appended, from 2 on, that makes it unused. */
  take(wanted: string): string {
    let name = wanted;
    let number = this.#last.get(wanted) ?? 1;
    while (this.#taken.has(name)) {
      number += 1;
      name = `${wanted}_${number}`;
    }
    this.#last.set(wanted, number);
    this.#taken.add(name);
    return name;
  }
}
