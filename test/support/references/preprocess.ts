import type { Normalization, Size } from '../../../src/pipeline/types.ts';

/**
 * One picture → three planes of another size: every output is the mean of the picture under a triangle round its centre,
 * as wide as the reduction, then (value · scale − mean) / std.
 * @param rgba row-major
 * @returns [3, height, width], in the order that the normalisation names
 */
export function preprocess(
  rgba: ArrayLike<number>,
  from: Size,
  to: Size,
  { order, scale, mean, std }: Normalization,
): Float64Array {
  const planes = new Float64Array(3 * to.height * to.width);
  const columnsOf = Array.from({ length: to.width }, (_, x) => samplesUnder(x, from.width, to.width));
  for (let y = 0; y < to.height; y++) {
    const rows = samplesUnder(y, from.height, to.height);
    for (const [x, columns] of columnsOf.entries()) {
      const total = sumOf(rows) * sumOf(columns);
      for (let c = 0; c < 3; c++) {
        const channel = order === 'RGB' ? c : 2 - c;
        let value = 0;
        for (const row of rows) {
          for (const column of columns) {
            value += row.weight * column.weight * rgba[4 * (row.index * from.width + column.index) + channel]!;
          }
        }
        planes[(c * to.height + y) * to.width + x] = ((value / total) * scale - mean[c]!) / std[c]!;
      }
    }
  }
  return planes;
}

interface Sample {
  readonly index: number;
  readonly weight: number;
}

/** Along one axis: of `from` samples those under the triangle of output `index` of `to`. */
function samplesUnder(index: number, from: number, to: number): Sample[] {
  const centre = ((index + 0.5) * from) / to;
  const reach = Math.max(1, from / to);
  return Array.from({ length: from }, (_, i) => ({ index: i, weight: 1 - Math.abs(i + 0.5 - centre) / reach })).filter(
    ({ weight }) => weight > 0,
  );
}

function sumOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { weight }) => sum + weight, 0);
}
