/** Names that a graph does not use yet. */
export class FreshNames {
  readonly #taken: Set<string>;
  /** Wanted name → the last number that was put behind it. */
  readonly #last = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The name itself where it is free, else the name with the first number behind it that makes it so, from 2. */
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
