import { rounding } from '../../uniform.ts';

/**
 * Activations as a matrix X of positions × channels, every channel centred → X·v, v its first right singular vector
 * (EigenCAM). The sign: of the places furthest from 0, within 1e-4 of the distance, the first is positive.
 *
 * v, or X·v where there are fewer positions than channels, is the first eigenvector of the smaller of XᵀX and XXᵀ.
 * @param activations [pictures, channels, positions]
 * @returns [pictures, positions]; zeros where every channel is constant, or the map nothing but rounding beside the means
 * of the channels
 */
export function principalMap(activations: ArrayLike<number>, channels: number, positions: number): Float64Array {
  const pictures = activations.length / (channels * positions);
  const maps = new Float64Array(pictures * positions);
  for (let n = 0; n < pictures; n++) {
    const columns = Array.from({ length: channels }, (_, c) =>
      centred(activations, (n * channels + c) * positions, positions),
    );
    const map = projection(
      columns.map(({ distances }) => distances),
      positions,
    );
    const distance = map.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const isRounding = distance <= rounding * Math.hypot(...columns.map(({ mean }) => mean));
    if (!isRounding) maps.set(signed(map), n * positions);
  }
  return maps;
}

/** Distances from the mean; of the mean from the first, so that a constant channel is centred to exactly 0. */
function centred(values: ArrayLike<number>, first: number, count: number): { distances: Float64Array; mean: number } {
  const fromFirst = Float64Array.from({ length: count }, (_, i) => values[first + i]! - values[first]!);
  const mean = fromFirst.reduce((sum, distance) => sum + distance, 0) / count;
  return { distances: fromFirst.map((distance) => distance - mean), mean: values[first]! + mean };
}

function projection(columns: readonly Float64Array[], positions: number): Float64Array {
  const rows = Array.from({ length: positions }, (_, p) => Float64Array.from(columns, (column) => column[p]!));
  const start = Float64Array.from(columns, (_, c) => scattered(c));
  if (positions > columns.length) {
    const { vector } = firstEigenvector(innerProducts(columns), start);
    return Float64Array.from(rows, (row) => dot(row, vector));
  }
  const { vector, value } = firstEigenvector(
    innerProducts(rows),
    Float64Array.from(rows, (row) => dot(row, start)),
  );
  return vector.map((entry) => entry * Math.sqrt(value));
}

/** −1…1 without any pattern. Where two singular values are equal, the start decides. */
function scattered(index: number): number {
  return (Math.imul(index + 1, 2654435769) >>> 8) / 2 ** 23 - 1;
}

function innerProducts(vectors: readonly Float64Array[]): Float64Array[] {
  return vectors.map((one) => Float64Array.from(vectors, (other) => dot(one, other)));
}

/** By power iteration, until the unit vector moves by less than 1e-12. */
function firstEigenvector(
  matrix: readonly Float64Array[],
  start: Float64Array,
): { vector: Float64Array; value: number } {
  let [vector, value] = [start, 0];
  for (let iteration = 0; iteration < 5000; iteration++) {
    const product = Float64Array.from(matrix, (row) => dot(row, vector));
    value = Math.sqrt(dot(product, product));
    if (value === 0) return { vector: product, value };
    const next = product.map((entry) => entry / value);
    const move = next.map((entry, i) => entry - vector[i]!);
    vector = next;
    if (dot(move, move) < 1e-24) break;
  }
  return { vector, value };
}

function signed(map: Float64Array): Float64Array {
  const far = 0.9999 * map.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = map.find((value) => Math.abs(value) >= far) ?? 0;
  return first < 0 ? map.map((value) => -value) : map;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
