export interface Normalized {
  /** 0…1, or all zero where the heatmap is constant or not finite. */
  readonly values: Float64Array;
  /** Before; NaN where a value was not finite. */
  readonly minimum: number;
  readonly maximum: number;
}

/** Min-max of one heatmap: (v − min) / (max − min). */
export function normalize(heatmap: ArrayLike<number>): Normalized {
  const values = Float64Array.from(heatmap);
  if (!values.every(Number.isFinite)) return { values: values.fill(0), minimum: NaN, maximum: NaN };
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const range = maximum - minimum;
  return { values: values.map((value) => (range > 0 ? (value - minimum) / range : 0)), minimum, maximum };
}
