/**
 * As the reference of the stage `vote`, tile by tile of A, which is never stored. As A[j, i] is A[i, j], half of it is made. Products
 * are summed in float32, as on a GPU; votes in float64.
 */
import { block, tileProducts, tileRows, type TileProducts } from './tile-products.ts';

/** Rows of tiles that share the reading of columns: their vectors fit a cache. */
const rowsTogether = 4 * block;

/**
 * @param layers features [pictures, channels, positions] each: unit vectors, or zeros
 * @param seeds [pictures, maps, positions]
 */
export function vote(
  layers: readonly Float32Array[],
  seeds: Float32Array,
  { pictures, positions }: { pictures: number; positions: number },
): Float64Array {
  const maps = seeds.length / (pictures * positions);
  const votes = new Float64Array(seeds.length);
  const channels = layers.map((layer) => layer.length / (pictures * positions));
  const length = channels.reduce((sum, count) => sum + count, 0);
  // One memory for all pictures, one after another.
  const tiles = tileProducts(Math.ceil(positions / block), length);
  for (let n = 0; n < pictures; n++) {
    const features = layers.map((layer) =>
      layer.subarray((n * layer.length) / pictures, ((n + 1) * layer.length) / pictures),
    );
    fillBlocks(tiles.vectors, features, positions);
    const given = seeds.subarray(n * maps * positions, (n + 1) * maps * positions);
    const { sums, weights } = poll(tiles, given, positions);
    for (let i = 0; i < sums.length; i++) {
      const weight = weights[i % positions]!;
      votes[n * sums.length + i] = weight === 0 ? given[i]! : sums[i]! / weight;
    }
  }
  return votes;
}

/** [blocks of places, channels of all layers, places of the block]; places beyond the last stay zeros. */
function fillBlocks(vectors: Float32Array, layers: readonly Float32Array[], positions: number): void {
  const channels = layers.reduce((sum, layer) => sum + layer.length / positions, 0);
  let before = 0;
  for (const layer of layers) {
    const own = layer.length / positions;
    for (let first = 0; first < positions; first += block) {
      const count = Math.min(block, positions - first);
      let to = (first / block) * channels * block + before * block;
      for (let from = first; from < layer.length; from += positions, to += block) {
        for (let p = 0; p < count; p++) vectors[to + p] = layer[from + p]!;
      }
    }
    before += own;
  }
}

/** Σj A[i, j]·s[j] of every map, and Σj A[i, j]. */
function poll(
  { products, multiply }: TileProducts,
  seeds: Float32Array,
  positions: number,
): { sums: Float64Array; weights: Float64Array } {
  const sums = new Float64Array(seeds.length);
  const weights = new Float64Array(positions);
  const give = (i: number, j: number, weight: number): void => {
    weights[i]! += weight;
    for (let map = 0; map < seeds.length; map += positions) sums[map + i]! += weight * seeds[map + j]!;
  };
  const giveTile = (row: number, column: number): void => {
    multiply(row, column);
    const [rows, columns] = [Math.min(tileRows, positions - row), Math.min(block, positions - column)];
    const isMirrored = column > row;
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b < columns; b++) {
        const product = products[a * block + b]!;
        // Never of NaN, which goes on.
        if (product <= 0) continue;
        give(row + a, column + b, product);
        if (isMirrored) give(column + b, row + a, product);
      }
    }
  };
  for (let first = 0; first < positions; first += rowsTogether) {
    for (let column = first; column < positions; column += block) {
      const end = Math.min(first + rowsTogether, column + block, positions);
      for (let row = first; row < end; row += tileRows) giveTile(row, column);
    }
  }
  return { sums, weights };
}
