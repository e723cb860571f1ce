/**
 * Every place takes the mean of all seeds, weighted by how alike the places are:
 * y[i] = Σj A[i, j]·s[j] / Σj A[i, j], A[i, j] = ReLU(fine[i]·fine[j] + coarse[i]·coarse[j]).
 * A place that is like no other, nor itself, as one without features, keeps its seed.
 * @param features by layer, [pictures, channels, positions]: a unit vector for each position, or zeros
 * @param seeds [pictures, maps, positions]
 * @returns [pictures, maps, positions]
 */
export function vote(
  features: readonly ArrayLike<number>[],
  seeds: ArrayLike<number>,
  { pictures, positions }: { pictures: number; positions: number },
): Float64Array {
  const maps = seeds.length / (pictures * positions);
  const votes = new Float64Array(seeds.length);
  const alike = (n: number, i: number, j: number): number => {
    let sum = 0;
    for (const layer of features) {
      const channels = layer.length / (pictures * positions);
      for (let c = n * channels; c < (n + 1) * channels; c++)
        sum += layer[c * positions + i]! * layer[c * positions + j]!;
    }
    return Math.max(sum, 0);
  };
  for (let n = 0; n < pictures; n++) {
    for (let i = 0; i < positions; i++) {
      const weights = Array.from({ length: positions }, (_, j) => alike(n, i, j));
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      for (let m = n * maps; m < (n + 1) * maps; m++) {
        const weighted = weights.reduce((sum, weight, j) => sum + weight * seeds[m * positions + j]!, 0);
        votes[m * positions + i] = all === 0 ? seeds[m * positions + i]! : weighted / all;
      }
    }
  }
  return votes;
}
