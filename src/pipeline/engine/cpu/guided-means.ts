/** The second half of the guided filter, by running sums: the mean of the fits of all windows that a pixel lies in. */
import { boxMeans } from './box-means.ts';
import { planesOf, type FilterShape } from './colour-planes.ts';

export function guidedMeans(
  guide: Float32Array,
  coefficients: Float32Array,
  { positions, width, radius }: FilterShape,
): Float32Array {
  const pictures = guide.length / (3 * positions);
  const maps = coefficients.length / (4 * positions);
  const filtered = new Float32Array(maps * positions);
  for (let m = 0; m < maps; m++) {
    const colours = planesOf(guide, Math.floor((m * pictures) / maps), positions);
    const means = [0, 1, 2, 3].map((k) =>
      boxMeans(coefficients.subarray((4 * m + k) * positions, (4 * m + k + 1) * positions), width, radius),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let p = 0; p < positions; p++) {
      filtered[m * positions + p] =
        means[0][p]! * colours[0][p]! + means[1][p]! * colours[1][p]! + means[2][p]! * colours[2][p]! + means[3][p]!;
    }
  }
  return filtered;
}
