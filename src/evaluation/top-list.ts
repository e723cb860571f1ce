/** The few items with the largest values, independent of their order of arrival. */
export class TopList<Item extends { readonly id: string }> {
  readonly #room: number;
  readonly #valueOf: (item: Item) => number | undefined;
  readonly #entries: { readonly item: Item; readonly value: number }[] = [];

  /** @param valueOf undefined for items that do not belong here */
  constructor(room: number, valueOf: (item: Item) => number | undefined) {
    this.#room = room;
    this.#valueOf = valueOf;
  }

  /** The largest first; equal ones by id. */
  get items(): readonly Item[] {
    return this.#entries.map(({ item }) => item);
  }

  has(id: string): boolean {
    return this.#entries.some(({ item }) => item.id === id);
  }

  /** Whether it is among them now. */
  offer(item: Item): boolean {
    const value = this.#valueOf(item);
    if (value === undefined) return false;
    const place = this.#entries.findIndex(
      (other) => value > other.value || (value === other.value && item.id < other.item.id),
    );
    this.#entries.splice(place < 0 ? this.#entries.length : place, 0, { item, value });
    return this.#entries.length <= this.#room || this.#entries.pop()?.item !== item;
  }
}
