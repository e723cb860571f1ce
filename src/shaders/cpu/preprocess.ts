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
  const columns = Array.from({ length: width }, (_, i) => taps(i, picture.width, width));
  const rows = Array.from({ length: height }, (_, i) => taps(i, picture.height, height));
  const planes = new Float64Array(3 * height * width);
  for (let c = 0; c < 3; c++) {
    const channel = target.order === 'RGB' ? c : 2 - c;
    // [picture.height, width]
    const across = new Float64Array(picture.height * width);
    for (let y = 0; y < picture.height; y++) {
      for (let i = 0; i < width; i++) {
        across[y * width + i] = weighted(columns[i]!, (x) => picture.rgba[4 * (y * picture.width + x) + channel]!);
      }
    }
    for (let i = 0; i < height; i++) {
      for (let x = 0; x < width; x++) {
        const value = weighted(rows[i]!, (y) => across[y * width + x]!);
        planes[(c * height + i) * width + x] = (value * target.scale - target.mean[c]!) / target.std[c]!;
      }
    }
  }
  return planes;
}

interface Taps {
  readonly first: number;
  /** Sum 1. */
  readonly weights: readonly number[];
}

/** Which of `from` samples output `i` of `to` is made of. */
function taps(i: number, from: number, to: number): Taps {
  const scale = from / to;
  const radius = Math.max(scale, 1);
  const centre = (i + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - radius + 0.5));
  const last = Math.min(from, Math.floor(centre + radius + 0.5)) - 1;
  const raw = Array.from({ length: last - first + 1 }, (_, k) =>
    Math.max(0, 1 - Math.abs(first + k - centre + 0.5) / radius),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}

function weighted({ first, weights }: Taps, sample: (index: number) => number): number {
  return weights.reduce((sum, weight, k) => sum + weight * sample(first + k), 0);
}
