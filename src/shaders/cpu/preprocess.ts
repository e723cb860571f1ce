/** One picture → three planes of another size: antialiased bilinear (triangle filter), then scaled and shifted. */

export interface Pixels {
  /** RGBA, row-major. */
  readonly rgba: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

export interface Target {
  readonly width: number;
  readonly height: number;
  readonly order: 'RGB' | 'BGR';
  /** value = (channel · scale − mean) / std */
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** @returns [3, height, width] */
export function preprocess(picture: Pixels, target: Target): Float64Array {
  const { width, height } = target;
  const columns = tapsOf(picture.width, width);
  const rows = tapsOf(picture.height, height);
  const planes = new Float64Array(3 * height * width);
  for (let c = 0; c < 3; c++) {
    const plane = planes.subarray(c * height * width, (c + 1) * height * width);
    resizeRows(resizeColumns(picture, target.order === 'RGB' ? c : 2 - c, columns), rows, width, plane);
    const [mean, std] = [target.mean[c]!, target.std[c]!];
    for (let i = 0; i < plane.length; i++) plane[i] = (plane[i]! * target.scale - mean) / std;
  }
  return planes;
}

/** @returns [picture.height, columns.count] */
function resizeColumns({ rgba, width, height }: Pixels, channel: number, columns: Taps): Float64Array {
  const { count, firsts, offsets, weights } = columns;
  const across = new Float64Array(height * count);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < count; x++) {
      let sum = 0;
      let at = 4 * (y * width + firsts[x]!) + channel;
      for (let k = offsets[x]!; k < offsets[x + 1]!; k++, at += 4) sum += weights[k]! * rgba[at]!;
      across[y * count + x] = sum;
    }
  }
  return across;
}

/**
 * @param across [picture height, width]
 * @param plane zeros, which become the result: [rows.count, width]
 */
function resizeRows(
  across: Float64Array,
  { count, firsts, offsets, weights }: Taps,
  width: number,
  plane: Float64Array,
): void {
  for (let y = 0; y < count; y++) {
    let at = firsts[y]! * width;
    for (let k = offsets[y]!; k < offsets[y + 1]!; k++, at += width) {
      const weight = weights[k]!;
      for (let x = 0; x < width; x++) plane[y * width + x]! += weight * across[at + x]!;
    }
  }
}

/** Which samples each of `count` outputs is made of. */
interface Taps {
  readonly count: number;
  /** [count]: the first sample. */
  readonly firsts: Int32Array;
  /** [count + 1]: where the weights of its samples begin. */
  readonly offsets: Int32Array;
  /** Sum 1 for each output. */
  readonly weights: Float64Array;
}

/** Of `from` samples, for `to` outputs. */
function tapsOf(from: number, to: number): Taps {
  const scale = from / to;
  const radius = Math.max(scale, 1);
  const firsts = new Int32Array(to);
  const offsets = new Int32Array(to + 1);
  const weights: number[] = [];
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius + 0.5));
    const last = Math.min(from, Math.floor(centre + radius + 0.5)) - 1;
    const raw = Array.from({ length: last - first + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre + 0.5) / radius),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    firsts[i] = first;
    for (const weight of raw) weights.push(weight / sum);
    offsets[i + 1] = weights.length;
  }
  return { count: to, firsts, offsets, weights: Float64Array.from(weights) };
}
