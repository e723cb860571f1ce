/**
 * Attention rollout by its definition (Abnar and Zuidema 2020, eq. 1), in float64: Ã = 0.5 A + 0.5 I with its rows
 * normalised, A the mean over the heads, and the product Ã[last] ··· Ã[1] of all blocks.
 *
 * @param attention of each block, [heads, tokens, tokens] of one picture, row by row
 * @returns [tokens][tokens]
 */
export function attentionRollout(attention: readonly ArrayLike<number>[], tokens: number): number[][] {
  const identity = Array.from({ length: tokens }, (_, i) => Array.from({ length: tokens }, (_one, j) => +(i === j)));
  return attention.reduce<number[][]>((rolled, entries) => {
    const heads = entries.length / tokens ** 2;
    const mixed = identity.map((row, i) =>
      row.map((one, j) => {
        let sum = 0;
        for (let head = 0; head < heads; head += 1) sum += entries[(head * tokens + i) * tokens + j]!;
        return 0.5 * (sum / heads) + 0.5 * one;
      }),
    );
    const normal = mixed.map((row) => row.map((entry) => entry / row.reduce((total, one) => total + one, 0)));
    return product(normal, rolled);
  }, identity);
}

function product(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) => row.map((_, j) => row.reduce((sum, entry, k) => sum + entry * b[k]![j]!, 0)));
}
