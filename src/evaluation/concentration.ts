/** How concentrated a heatmap is: the fewer pixels hold its weight, the easier it is to read. */

/**
 * Sparseness: the Gini index (Chalasani et al., Concise Explanations of Neural Networks using Adversarial Training, 2020,
 * section 5.1): Σᵢ (2i − n − 1)·v[i] / (n·Σ v), v in ascending order.
 * @param values 0 or more
 * @returns 0 if all values are equal, up to 1 − 1/n if a single one is not zero
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const { length } = sorted;
  let [weighted, total] = [0, 0];
  sorted.forEach((value, i) => {
    weighted += (2 * (i + 1) - length - 1) * value;
    total += value;
  });
  return total === 0 ? 0 : weighted / (length * total);
}

/**
 * Complexity: the entropy of the values' shares of their sum, −Σ p·ln p, in nats (Bhatt et al., Evaluating and Aggregating
 * Feature-based Model Explanations, 2020).
 * @param values 0 or more; zeros alone count as equal shares
 * @returns 0 if a single value is not zero, up to ln n if all are equal
 */
export function entropy(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  if (total === 0) return Math.log(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const share = values[i]! / total;
    if (share > 0) sum -= share * Math.log(share);
  }
  // Rounding may leave −0 or slightly less.
  return Math.max(0, sum);
}
