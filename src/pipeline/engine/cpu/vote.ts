/**
 * As the reference of the stage `vote`, with places in blocks of four, whose features lie side by side: four by four places share
 * the reading of their features, and as A[j, i] is A[i, j], half of A is made. A itself is never stored.
 */
const block = 4;

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
  for (let n = 0; n < pictures; n++) {
    const features = inBlocks(
      layers.map((layer) => layer.subarray((n * layer.length) / pictures, ((n + 1) * layer.length) / pictures)),
      positions,
    );
    const given = seeds.subarray(n * maps * positions, (n + 1) * maps * positions);
    const { sums, weights } = poll(features, given, positions);
    for (let i = 0; i < sums.length; i++) {
      const weight = weights[i % positions]!;
      votes[n * sums.length + i] = weight === 0 ? given[i]! : sums[i]! / weight;
    }
  }
  return votes;
}

/** [blocks of places, channels of all layers, places of the block]; the last block is filled up with places of zeros. */
function inBlocks(layers: readonly Float32Array[], positions: number): Float32Array {
  const channels = layers.reduce((sum, layer) => sum + layer.length / positions, 0);
  const features = new Float32Array(Math.ceil(positions / block) * block * channels);
  let before = 0;
  for (const layer of layers) {
    const own = layer.length / positions;
    for (let c = 0; c < own; c++) {
      for (let p = 0; p < positions; p++) {
        const at = (Math.floor(p / block) * channels + before + c) * block + (p % block);
        features[at] = layer[c * positions + p]!;
      }
    }
    before += own;
  }
  return features;
}

/** Σj A[i, j]·s[j] of every map, and Σj A[i, j]. */
function poll(
  features: Float32Array,
  seeds: Float32Array,
  positions: number,
): { sums: Float64Array; weights: Float64Array } {
  const places = Math.ceil(positions / block) * block;
  const channels = features.length / places;
  const sums = new Float64Array(seeds.length);
  const weights = new Float64Array(positions);
  const alike = new Float64Array(block * block);
  const give = (i: number, j: number, weight: number): void => {
    weights[i]! += weight;
    for (let map = 0; map < seeds.length; map += positions) sums[map + i]! += weight * seeds[map + j]!;
  };
  for (let row = 0; row < positions; row += block) {
    for (let column = row; column < positions; column += block) {
      multiply(features, row * channels, column * channels, channels, alike);
      const [rows, columns] = [Math.min(block, positions - row), Math.min(block, positions - column)];
      for (let a = 0; a < rows; a++) {
        for (let b = 0; b < columns; b++) {
          const product = alike[a * block + b]!;
          // Never of NaN, which goes on.
          if (product <= 0) continue;
          give(row + a, column + b, product);
          if (column > row) give(column + b, row + a, product);
        }
      }
    }
  }
  return { sums, weights };
}

/** The products of the four vectors of one block with those of another: sixteen sums in registers. */
function multiply(features: Float32Array, row: number, column: number, channels: number, to: Float64Array): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let c = 0; c < channels; c++) {
    const i = row + block * c;
    const j = column + block * c;
    const a = features[i]!;
    const b = features[i + 1]!;
    const d = features[i + 2]!;
    const e = features[i + 3]!;
    const w = features[j]!;
    const x = features[j + 1]!;
    const y = features[j + 2]!;
    const z = features[j + 3]!;
    s00 += a * w;
    s01 += a * x;
    s02 += a * y;
    s03 += a * z;
    s10 += b * w;
    s11 += b * x;
    s12 += b * y;
    s13 += b * z;
    s20 += d * w;
    s21 += d * x;
    s22 += d * y;
    s23 += d * z;
    s30 += e * w;
    s31 += e * x;
    s32 += e * y;
    s33 += e * z;
  }
  to.set([s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33]);
}
