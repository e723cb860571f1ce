/** One picture → three planes of another size: antialiased bilinear (triangle filter), then scaled and shifted. */

export interface Pixels {
  /** RGBA, row-major. */
  readonly rgba: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

export interface PlanesWanted {
  readonly width: number;
  readonly height: number;
  readonly order: 'RGB' | 'BGR';
  /** value = (channel · scale − mean) / std */
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * @param planes receives the result, [3, height, width]; float64 unless given
 * @returns them
 */
export function preprocess<Planes extends Float32Array | Float64Array = Float64Array>(
  picture: Pixels,
  target: PlanesWanted,
  planes = new Float64Array(3 * target.height * target.width) as Planes,
): Planes {
  const { width, height } = target;
  const columns = tapsOf(picture.width, width);
  const rows = tapsOf(picture.height, height);
  // RGBA, as wide as the picture
  const row = new Float64Array(4 * picture.width);
  for (let y = 0; y < height; y++) {
    sumRows(picture, rows, y, row);
    for (let c = 0; c < 3; c++) {
      const channel = target.order === 'RGB' ? c : 2 - c;
      const [mean, std] = [target.mean[c]!, target.std[c]!];
      for (let x = 0; x < width; x++) {
        planes[(c * height + y) * width + x] = (sumColumns(row, columns, x, channel) * target.scale - mean) / std;
      }
    }
  }
  return planes;
}

/** @param sum receives the picture's samples under row `y` of the result */
function sumRows({ rgba }: Pixels, { firsts, offsets, weights }: Taps, y: number, sum: Float64Array): void {
  sum.fill(0);
  let at = firsts[y]! * sum.length;
  for (let k = offsets[y]!; k < offsets[y + 1]!; k++, at += sum.length) {
    const weight = weights[k]!;
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * rgba[at + i]!;
  }
}

function sumColumns(row: Float64Array, { firsts, offsets, weights }: Taps, x: number, channel: number): number {
  let sum = 0;
  let at = 4 * firsts[x]! + channel;
  for (let k = offsets[x]!; k < offsets[x + 1]!; k++, at += 4) sum += weights[k]! * row[at]!;
  return sum;
}

/** Which samples each output is made of. */
interface Taps {
  /** [outputs]: the first sample. */
  readonly firsts: Int32Array;
  /** [outputs + 1]: where the weights of its samples begin. */
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
    const end = Math.min(from, Math.floor(centre + radius + 0.5));
    let sum = 0;
    for (let k = first; k < end; k++) sum += weightAt((k + 0.5 - centre) / radius);
    for (let k = first; k < end; k++) weights.push(weightAt((k + 0.5 - centre) / radius) / sum);
    firsts[i] = first;
    offsets[i + 1] = weights.length;
  }
  return { firsts, offsets, weights: Float64Array.from(weights) };
}

/** The triangle filter. */
function weightAt(distance: number): number {
  return Math.max(0, 1 - Math.abs(distance));
}
