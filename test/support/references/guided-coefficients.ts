import { windowMean } from './window-mean.ts';

/**
 * The first half of the guided filter (He, Sun and Tang 2013, eqs. 14 and 15), of a picture in colour: in the window round every pixel
 * the map is fitted by a·I + b, a = (Σ + ε·U)⁻¹·(mean(I·p) − mean(I)·mean(p)), b = mean(p) − a·mean(I); Σ is the covariance of the
 * colours in the window, U the unit matrix. Windows end at the edges.
 * @param guide I, [pictures, 3, height, width]
 * @param maps p, [pictures, maps, height, width]
 * @param radius of the window, (2·radius + 1)²
 * @returns [pictures, maps, 4, height, width]: a by colour, and b
 */
export function guidedCoefficients(
  guide: ArrayLike<number>,
  maps: ArrayLike<number>,
  { positions, width, radius, epsilon }: { positions: number; width: number; radius: number; epsilon: number },
): Float64Array {
  const pictures = guide.length / (3 * positions);
  const each = maps.length / (pictures * positions);
  const coefficients = new Float64Array(4 * maps.length);
  for (let m = 0; m < pictures * each; m++) {
    const plane = (c: number, p: number): number => guide[(Math.floor(m / each) * 3 + c) * positions + p]!;
    const map = (p: number): number => maps[m * positions + p]!;
    for (let p = 0; p < positions; p++) {
      const mean = (of: (p: number) => number): number => windowMean(of, p, { positions, width, radius });
      const colour = [0, 1, 2].map((c) => mean((q) => plane(c, q)));
      const height = mean(map);
      const from = (c: number, q: number): number => plane(c, q) - colour[c]!;
      const spread = [0, 1, 2].map((c) =>
        [0, 1, 2].map((d) => mean((q) => from(c, q) * from(d, q)) + (c === d ? epsilon : 0)),
      );
      const along = [0, 1, 2].map((c) => mean((q) => from(c, q) * (map(q) - height)));
      const slope = solve(spread, along);
      const base = height - slope.reduce((sum, a, c) => sum + a * colour[c]!, 0);
      [...slope, base].forEach((value, k) => (coefficients[(4 * m + k) * positions + p] = value));
    }
  }
  return coefficients;
}

/** matrix · x = right, by Cramer's rule. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const whole = determinant(matrix);
  return right.map((_, k) => determinant(matrix.map((row, r) => row.with(k, right[r]!))) / whole);
}

function determinant(m: readonly (readonly number[])[]): number {
  const minor = (a: number, b: number): number => m[1]![a]! * m[2]![b]! - m[1]![b]! * m[2]![a]!;
  return m[0]![0]! * minor(1, 2) - m[0]![1]! * minor(0, 2) + m[0]![2]! * minor(0, 1);
}
