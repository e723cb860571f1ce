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

type Plane = Float32Array | Float64Array;

export function guidedCoefficients(
  guide: Float32Array,
  maps: Float32Array,
  { positions, width, radius, epsilon }: FilterShape & { readonly epsilon: number },
): Float32Array {
  const pictures = guide.length / (3 * positions);
  const each = maps.length / (pictures * positions);
  const coefficients = new Float32Array(4 * maps.length);
  const meanOf = (plane: Plane): Float64Array => boxMeans(plane, width, radius);
  for (let n = 0; n < pictures; n++) {
    const colours = planesOf(guide, n, positions);
    const means = [meanOf(colours[0]), meanOf(colours[1]), meanOf(colours[2])] as const;
    const [red, green, blue] = means;
    const spread = pairs.map(([c, d]) => {
      const plane = covariance(meanOf(product(colours[c], colours[d])), means[c], means[d]);
      return c === d ? plane.map((value) => value + epsilon) : plane;
    }) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    for (let m = n * each; m < (n + 1) * each; m++) {
      const map = maps.subarray(m * positions, (m + 1) * positions);
      const heights = meanOf(map);
      const along = colours.map((colour, c) =>
        covariance(meanOf(product(colour, map)), means[c as 0 | 1 | 2], heights),
      ) as [Float64Array, Float64Array, Float64Array];
      for (let p = 0; p < positions; p++) {
        // Without destructuring, which costs more than the arithmetic here.
        const rr = spread[0][p]!;
        const rg = spread[1][p]!;
        const rb = spread[2][p]!;
        const gg = spread[3][p]!;
        const gb = spread[4][p]!;
        const bb = spread[5][p]!;
        const r = along[0][p]!;
        const g = along[1][p]!;
        const b = along[2][p]!;
        // The inverse of a symmetric matrix, by its cofactors.
        const crr = gg * bb - gb * gb;
        const crg = rb * gb - rg * bb;
        const crb = rg * gb - rb * gg;
        const cgg = rr * bb - rb * rb;
        const cgb = rg * rb - rr * gb;
        const cbb = rr * gg - rg * rg;
        const whole = rr * crr + rg * crg + rb * crb;
        const onRed = (crr * r + crg * g + crb * b) / whole;
        const onGreen = (crg * r + cgg * g + cgb * b) / whole;
        const onBlue = (crb * r + cgb * g + cbb * b) / whole;
        const place = 4 * m * positions + p;
        coefficients[place] = onRed;
        coefficients[place + positions] = onGreen;
        coefficients[place + 2 * positions] = onBlue;
        coefficients[place + 3 * positions] = heights[p]! - onRed * red[p]! - onGreen * green[p]! - onBlue * blue[p]!;
      }
    }
  }
  return coefficients;
}

function product(one: Float32Array, other: Float32Array): Float64Array {
  const products = new Float64Array(one.length);
  for (let p = 0; p < products.length; p++) products[p] = one[p]! * other[p]!;
  return products;
}

/** The mean of a product, less the product of the means; in place. */
function covariance(products: Float64Array, one: Float64Array, other: Float64Array): Float64Array {
  for (let p = 0; p < products.length; p++) products[p]! -= one[p]! * other[p]!;
  return products;
}
