/**
 * Runs → the components at every threshold, in one pass: what is on at a threshold is on at every lower one, so components
 * only grow and merge as the threshold falls. Runs are joined by union-find from the highest level down.
 */
import type { ComponentBox, Size } from '../../types.ts';
import { noLabel } from '../stage-chain.ts';
import { runsOf, type Runs } from './runs.ts';

/**
 * @returns by threshold, the lowest first: the component of most pixels among those that reach it, 8-connected; of equal ones
 * that whose first pixel comes first in raster order; null where no pixel does
 */
export function largestAtEach(runs: Runs): (ComponentBox | null)[] {
  const found: (ComponentBox | null)[] = [];
  const regions = new Regions(runs);
  const { byLevel, joints } = sortByLevel(runs);
  for (let level = runs.levels; level > 0; level--) {
    for (const run of byLevel[level] ?? []) regions.add(run);
    const pairs = joints[level] ?? [];
    for (let i = 0; i < pairs.length; i += 2) regions.join(pairs[i]!, pairs[i + 1]!);
    found[level - 1] = regions.largest;
  }
  return found;
}

/**
 * The components of one mask, 8-connected.
 * @param mask [height, width], 0 and 1
 */
export function components(mask: ArrayLike<number>, size: Size): Regions {
  return componentsOf(runsOf(mask, size, [1]));
}

/** The same of a mask that is cut into runs. */
export function componentsOf(runs: Runs): Regions {
  const regions = new Regions(runs);
  visit(
    runs,
    (run) => regions.add(run),
    (a, b) => regions.join(a, b),
  );
  return regions;
}

/** The runs of each level, and the pairs of neighbours that are joined once their lower level is reached. */
function sortByLevel(runs: Runs): { byLevel: number[][]; joints: number[][] } {
  const { levels, level } = runs;
  const byLevel: number[][] = Array.from({ length: levels + 1 }, () => []);
  const joints: number[][] = Array.from({ length: levels + 1 }, () => []);
  visit(
    runs,
    (run) => byLevel[level[run]!]!.push(run),
    (a, b) => joints[Math.min(level[a]!, level[b]!)]!.push(a, b),
  );
  return { byLevel, joints };
}

/** Each run in raster order and, after both, each pair of neighbours. */
function visit(
  { width, starts, ends, rows }: Runs,
  meet: (run: number) => unknown,
  touch: (a: number, b: number) => unknown,
): void {
  for (let y = 0; y + 1 < rows.length; y++) {
    let above = y === 0 ? 0 : rows[y - 1]!;
    for (let run = rows[y]!; run < rows[y + 1]!; run++) {
      meet(run);
      if (run > rows[y]! && ends[run - 1] === starts[run]) touch(run - 1, run);
      if (y === 0) continue;
      // Diagonal neighbours count: the runs above that reach from one pixel before to one behind.
      while (above < rows[y]! && ends[above]! + width < starts[run]!) above++;
      for (let other = above; other < rows[y]! && starts[other]! + width <= ends[run]!; other++) touch(other, run);
    }
  }
}

/** The components so far, and the largest of them. */
export class Regions {
  readonly #runs: Runs;
  /** Of each run; −1 until it is added. */
  readonly #parents: Int32Array;
  // Of the component whose root a run is.
  readonly #areas: Int32Array;
  readonly #first: Int32Array;
  readonly #boxes: Int32Array;
  /** The root of the largest; −1 while there is none. */
  #best = -1;

  constructor(runs: Runs) {
    const count = runs.starts.length;
    this.#runs = runs;
    this.#parents = new Int32Array(count).fill(-1);
    this.#areas = new Int32Array(count);
    this.#first = new Int32Array(count);
    this.#boxes = new Int32Array(4 * count);
  }

  get largest(): ComponentBox | null {
    return this.#best < 0 ? null : this.#componentOf(this.#best);
  }

  /** Largest first, ties in raster order of the first pixel. */
  get all(): ComponentBox[] {
    return this.ofArea(1);
  }

  /** Those of at least so many pixels, in the order of `all`. */
  ofArea(least: number): ComponentBox[] {
    const [roots, areas, first]: [number[], Int32Array, Int32Array] = [[], this.#areas, this.#first];
    for (let run = 0; run < this.#parents.length; run++)
      if (this.#parents[run] === run && areas[run]! >= least) roots.push(run);
    return roots.sort((a, b) => areas[b]! - areas[a]! || first[a]! - first[b]!).map((root) => this.#componentOf(root));
  }

  /** By pixel: the smallest raster index of its component, or `noLabel`. */
  get labels(): Uint32Array {
    const { width, height, starts, ends } = this.#runs;
    const labels = new Uint32Array(width * height).fill(noLabel);
    for (let run = 0; run < starts.length; run++) labels.fill(this.#first[this.#root(run)]!, starts[run], ends[run]);
    return labels;
  }

  add(run: number): void {
    const { starts, ends, width } = this.#runs;
    const boxes = this.#boxes;
    const [start, end] = [starts[run]!, ends[run]!];
    const y = Math.floor(start / width);
    this.#parents[run] = run;
    this.#areas[run] = end - start;
    this.#first[run] = start;
    boxes[4 * run] = start - y * width;
    boxes[4 * run + 1] = y;
    boxes[4 * run + 2] = end - y * width;
    boxes[4 * run + 3] = y + 1;
    this.#compare(run);
  }

  join(a: number, b: number): void {
    const [one, other] = [this.#root(a), this.#root(b)];
    if (one === other) return;
    const [root, child] = this.#areas[one]! >= this.#areas[other]! ? [one, other] : [other, one];
    const [r, c] = [4 * root, 4 * child];
    const boxes = this.#boxes;
    this.#parents[child] = root;
    this.#areas[root]! += this.#areas[child]!;
    this.#first[root] = Math.min(this.#first[root]!, this.#first[child]!);
    boxes[r] = Math.min(boxes[r]!, boxes[c]!);
    boxes[r + 1] = Math.min(boxes[r + 1]!, boxes[c + 1]!);
    boxes[r + 2] = Math.max(boxes[r + 2]!, boxes[c + 2]!);
    boxes[r + 3] = Math.max(boxes[r + 3]!, boxes[c + 3]!);
    if (child === this.#best) this.#best = root;
    this.#compare(root);
  }

  #componentOf(root: number): ComponentBox {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = this.#boxes.subarray(4 * root, 4 * root + 4);
    return { box: [x0, y0, x1, y1], area: this.#areas[root]! };
  }

  /** Components only grow, so whatever becomes the largest has just changed. */
  #compare(root: number): void {
    const best = this.#best;
    const isLarger = best < 0 || this.#areas[root]! > this.#areas[best]!;
    const isEarlier = best >= 0 && this.#areas[root] === this.#areas[best] && this.#first[root]! < this.#first[best]!;
    if (isLarger || isEarlier) this.#best = root;
  }

  #root(run: number): number {
    const parents = this.#parents;
    let at = run;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }
}
