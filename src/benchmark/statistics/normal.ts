/** The normal distribution. */

/**
 * The share of a standard normal distribution above z ≥ 0: half of erfc(z / √2), by the fraction of Abramowitz and Stegun,
 * 7.1.26, whose error is below 1.5e-7 of 1.
 */
export function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return (sum * Math.exp(-x * x)) / 2;
}
