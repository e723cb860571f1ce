/** The first half of the guided filter, by running sums: the fit a·I + b of a map by the colours, in the window round every pixel. */
import { boxMeans } from './box-means.ts';
import { planesOf, type FilterShape } from './colour-planes.ts';

const pairs = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

export function guidedCoefficients(
  guide: Float32Array,
  maps: Float32Array,
  { positions, width, radius, epsilon }: FilterShape & { readonly epsilon: number },
): Float32Array {
  const pictures = guide.length / (3 * positions);
  const each = maps.length / (pictures * positions);
  const coefficients = new Float32Array(4 * maps.length);
  const mean = (of: (p: number) => number): Float64Array => {
    const plane = new Float64Array(positions);
    for (let p = 0; p < positions; p++) plane[p] = of(p);
    return boxMeans(plane, width, radius);
  };
  for (let n = 0; n < pictures; n++) {
    const [red, green, blue] = planesOf(guide, n, positions);
    const colours = [red, green, blue] as const;
    const means = colours.map((colour) => mean((p) => colour[p]!)) as [Float64Array, Float64Array, Float64Array];
    const squares = pairs.map(([c, d]) => mean((p) => colours[c][p]! * colours[d][p]!));
    const spread = (pair: number, p: number): number => {
      const [c, d] = pairs[pair]!;
      return squares[pair]![p]! - means[c][p]! * means[d][p]! + (c === d ? epsilon : 0);
    };
    for (let m = n * each; m < (n + 1) * each; m++) {
      const map = maps.subarray(m * positions, (m + 1) * positions);
      const heights = mean((p) => map[p]!);
      const products = colours.map((colour) => mean((p) => colour[p]! * map[p]!));
      for (let p = 0; p < positions; p++) {
        const [rr, rg, rb, gg, gb, bb] = [0, 1, 2, 3, 4, 5].map((pair) => spread(pair, p)) as [
          ...[number, number, number],
          ...[number, number, number],
        ];
        const [r, g, b] = [0, 1, 2].map((c) => products[c]![p]! - means[c as 0][p]! * heights[p]!) as [
          number,
          number,
          number,
        ];
        // The inverse of a symmetric matrix, by its cofactors.
        const [crr, crg, crb] = [gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg];
        const [cgg, cgb, cbb] = [rr * bb - rb * rb, rg * rb - rr * gb, rr * gg - rg * rg];
        const whole = rr * crr + rg * crg + rb * crb;
        const slope = [
          (crr * r + crg * g + crb * b) / whole,
          (crg * r + cgg * g + cgb * b) / whole,
          (crb * r + cgb * g + cbb * b) / whole,
        ] as const;
        const base = heights[p]! - slope[0] * means[0][p]! - slope[1] * means[1][p]! - slope[2] * means[2][p]!;
        const place = 4 * m * positions + p;
        coefficients[place] = slope[0];
        coefficients[place + positions] = slope[1];
        coefficients[place + 2 * positions] = slope[2];
        coefficients[place + 3 * positions] = base;
      }
    }
  }
  return coefficients;
}
