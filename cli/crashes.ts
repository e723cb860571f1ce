/**
 * Which pictures a page dies of. All that are under way when one dies are suspected, and measured last, each alone; one that
 * is alone when another page dies is set aside.
 */

/** A picture, and how many pages died while it was under way: after one it is suspected, after two set aside. */
export interface Crash {
  readonly id: string;
  readonly deaths: number;
}

const mostDeaths = 2;

export class Crashes {
  readonly #underWay = new Set<string>();
  readonly #deaths: Map<string, number>;

  /** @param earlier of earlier sessions of the run */
  constructor(earlier: readonly Crash[] = []) {
    this.#deaths = new Map(earlier.map(({ id, deaths }) => [id, deaths]));
  }

  begin(id: string): void {
    this.#underWay.add(id);
  }

  /** It was measured, or cannot be: no page died of it. */
  end(id: string): void {
    this.#underWay.delete(id);
    this.#deaths.delete(id);
  }

  /** Its workers died of it. */
  setAside(id: string): void {
    this.#underWay.delete(id);
    this.#deaths.set(id, mostDeaths);
  }

  /** @returns the pictures that were under way, and those that are set aside by it */
  pageDied(): { readonly underWay: readonly string[]; readonly setAside: readonly string[] } {
    const underWay = [...this.#underWay];
    this.#underWay.clear();
    for (const id of underWay) this.#deaths.set(id, (this.#deaths.get(id) ?? 0) + 1);
    return { underWay, setAside: underWay.filter((id) => this.#isSetAside(id)) };
  }

  /** To be measured last, each alone. */
  get suspects(): readonly string[] {
    return [...this.#deaths.keys()].filter((id) => !this.#isSetAside(id));
  }

  /** Not to be measured again. */
  get aside(): readonly string[] {
    return [...this.#deaths.keys()].filter((id) => this.#isSetAside(id));
  }

  /** To be kept for the next session. */
  get all(): readonly Crash[] {
    return [...this.#deaths].map(([id, deaths]) => ({ id, deaths }));
  }

  #isSetAside(id: string): boolean {
    return (this.#deaths.get(id) ?? 0) >= mostDeaths;
  }
}
