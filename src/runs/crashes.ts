/**
 * Finds the pictures that crash a page. All that are in progress when one dies are suspects, and measured last, each
 * alone; one that is alone when another page dies is set aside.
 */

import type { Problem } from '../datasets/problems.ts';

/**
 * A picture, and how many pages crashed while it was in progress: after one it is a suspect, after two it is set aside.
 */
export interface Crash {
  readonly id: string;
  readonly deaths: number;
}

const mostDeaths = 2;

export class Crashes {
  readonly #underWay = new Set<string>();
  readonly #deaths: Map<string, number>;

  /** @param earlier crashes in earlier sessions of the run */
  constructor(earlier: readonly Crash[] = []) {
    this.#deaths = new Map(earlier.map(({ id, deaths }) => [id, deaths]));
  }

  begin(id: string): void {
    this.#underWay.add(id);
  }

  /** Called when the picture was measured or has failed without crashing the page. */
  end(id: string): void {
    this.#underWay.delete(id);
    this.#deaths.delete(id);
  }

  /** Called when the picture has crashed its workers. */
  setAside(id: string): void {
    this.#underWay.delete(id);
    this.#deaths.set(id, mostDeaths);
  }

  /** @returns the pictures that were in progress, and those of them that are now set aside */
  pageDied(): { readonly underWay: readonly string[]; readonly setAside: readonly string[] } {
    const underWay = [...this.#underWay];
    this.#underWay.clear();
    for (const id of underWay) this.#deaths.set(id, (this.#deaths.get(id) ?? 0) + 1);
    return { underWay, setAside: underWay.filter((id) => this.#isSetAside(id)) };
  }

  get underWay(): readonly string[] {
    return [...this.#underWay];
  }

  /** Ids of the pictures to measure last, each alone. */
  get suspects(): readonly string[] {
    return [...this.#deaths.keys()].filter((id) => !this.#isSetAside(id));
  }

  /** Ids of the pictures that are not measured again. */
  get aside(): readonly string[] {
    return [...this.#deaths.keys()].filter((id) => this.#isSetAside(id));
  }

  /** All crashes, to be stored for the next session. */
  get all(): readonly Crash[] {
    return [...this.#deaths].map(([id, deaths]) => ({ id, deaths }));
  }

  #isSetAside(id: string): boolean {
    return (this.#deaths.get(id) ?? 0) >= mostDeaths;
  }
}

/** The problem reported for a picture that is set aside. */
export function crashedOn(id: string): Problem {
  return { id, code: 'crashed-on', message: `${id} was set aside: the page crashed twice while measuring it.` };
}
