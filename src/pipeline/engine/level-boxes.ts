/**
 * The largest component of a heatmap at every one of many thresholds, in one pass: what is on at a threshold is on at
 * every lower one, so components only grow and merge as the threshold falls. Rows are cut into runs of pixels between the
 * same two thresholds; runs are joined by union-find from the highest level down.
 */
import type { ComponentBox } from '../types.ts';

/**
 * @param heatmap width · height values, normalised, row-major
 * @param thresholds rising; taken as float32, as heatmaps are
 * @returns for each threshold the component of most pixels among those that are ≥ it, 8-connected; of equal ones that
 * whose first pixel comes first in raster order; null where no pixel is
 */
export function levelBoxes(
  heatmap: ArrayLike<number>,
  width: number,
  height: number,
  thresholds: readonly number[],
): (ComponentBox | null)[] {
  const runs = cutIntoRuns(heatmap, width, height, thresholds.map(Math.fround));
  const regions = new Regions(runs, width);
  const largest: (ComponentBox | null)[] = [];
  const { byLevel, joints } = sortByLevel(runs, width, thresholds.length);
  for (let level = thresholds.length; level > 0; level--) {
    for (const run of byLevel[level] ?? []) regions.add(run);
    const pairs = joints[level] ?? [];
    for (let i = 0; i < pairs.length; i += 2) regions.join(pairs[i]!, pairs[i + 1]!);
    largest[level - 1] = regions.largest;
  }
  return largest;
}

/** Runs of one row whose pixels lie between the same two thresholds, in raster order. Level 0 is below them all. */
interface Runs {
  /** [runs]: number of thresholds that its pixels reach. */
  readonly levels: readonly number[];
  /** [runs + 1]: first pixel, as its raster index; behind the last pixel of one run the next begins. */
  readonly starts: readonly number[];
  /** [height + 1]: the first run of each row. */
  readonly rows: readonly number[];
}

function cutIntoRuns(heatmap: ArrayLike<number>, width: number, height: number, thresholds: readonly number[]): Runs {
  const [levels, starts, rows]: [number[], number[], number[]] = [[], [], []];
  // What pixels of each level reach, and what they don't.
  const bounds = Float64Array.of(-Infinity, ...thresholds, Infinity);
  let level = 0;
  let [least, most] = [bounds[0]!, bounds[1]!];
  for (let y = 0; y < height; y++) {
    const begin = y * width;
    rows.push(levels.length);
    for (let pixel = begin; pixel < begin + width; pixel++) {
      const value = heatmap[pixel]!;
      if (value >= least && value < most && pixel > begin) continue;
      // Heatmaps are smooth: the level of a pixel is that of its neighbour, or near it.
      while (value >= bounds[level + 1]!) level++;
      while (value < bounds[level]!) level--;
      [least, most] = [bounds[level]!, bounds[level + 1]!];
      levels.push(level);
      starts.push(pixel);
    }
  }
  rows.push(levels.length);
  starts.push(width * height);
  return { levels, starts, rows };
}

/** The runs of each level, and the pairs of neighbours that are joined once their lower level is reached. */
function sortByLevel(
  { levels, starts, rows }: Runs,
  width: number,
  most: number,
): { byLevel: number[][]; joints: number[][] } {
  const byLevel: number[][] = Array.from({ length: most + 1 }, () => []);
  const joints: number[][] = Array.from({ length: most + 1 }, () => []);
  const touch = (a: number, b: number): void => {
    const lower = Math.min(levels[a]!, levels[b]!);
    if (lower > 0) joints[lower]!.push(a, b);
  };
  for (let y = 0; y + 1 < rows.length; y++) {
    let above = y === 0 ? 0 : rows[y - 1]!;
    for (let run = rows[y]!; run < rows[y + 1]!; run++) {
      byLevel[levels[run]!]!.push(run);
      if (run > rows[y]!) touch(run - 1, run);
      if (y === 0) continue;
      // Diagonal neighbours count: the runs above that reach from one pixel before to one behind.
      while (starts[above + 1]! + width < starts[run]!) above++;
      for (let other = above; other < rows[y]! && starts[other]! + width <= starts[run + 1]!; other++)
        touch(other, run);
    }
  }
  return { byLevel, joints };
}

/** The components so far, and the largest of them. */
class Regions {
  readonly #runs: Runs;
  readonly #width: number;
  readonly #parents: Int32Array;
  // Of the component whose root a run is.
  readonly #areas: Int32Array;
  readonly #first: Int32Array;
  readonly #boxes: Int32Array;
  /** The root of the largest; -1 while there is none. */
  #best = -1;

  constructor(runs: Runs, width: number) {
    const count = runs.levels.length;
    this.#runs = runs;
    this.#width = width;
    this.#parents = new Int32Array(count);
    this.#areas = new Int32Array(count);
    this.#first = new Int32Array(count);
    this.#boxes = new Int32Array(4 * count);
  }

  get largest(): ComponentBox | null {
    const best = this.#best;
    if (best < 0) return null;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = this.#boxes.subarray(4 * best, 4 * best + 4);
    return { box: [x0, y0, x1, y1], area: this.#areas[best]! };
  }

  add(run: number): void {
    const boxes = this.#boxes;
    const [start, end] = [this.#runs.starts[run]!, this.#runs.starts[run + 1]!];
    const y = Math.floor(start / this.#width);
    this.#parents[run] = run;
    this.#areas[run] = end - start;
    this.#first[run] = start;
    boxes[4 * run] = start - y * this.#width;
    boxes[4 * run + 1] = y;
    boxes[4 * run + 2] = end - y * this.#width;
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
