/** Chance for mutations, seeded: whole numbers, and entries of lists. */
import { sfc32 } from '../../src/random.ts';

export class Random {
  readonly #next: () => number;

  constructor(seed: number, input: number) {
    this.#next = sfc32(seed, input);
  }

  /** A whole number, 0 … limit − 1; 0 where the limit is 0. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** @throws RangeError where the list is empty */
  pick<Entry>(list: readonly Entry[]): Entry {
    if (list.length === 0) throw new RangeError('There is nothing to pick from.');
    return list[this.below(list.length)] as Entry;
  }
}
