/** What the values of a layer or of one of its channels are like, in numbers. */

export interface ValueStatistics {
  readonly mean: number;
  /** Of all values: the root of the mean squared distance from the mean. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** The share of values that are exactly 0, 0…1. */
  readonly zeros: number;
  /** The mean absolute value. */
  readonly magnitude: number;
}

/** Computed in double precision, the deviation in a second pass. @param values finite, at least one */
export function statisticsOf(values: ArrayLike<number>): ValueStatistics {
  const count = values.length;
  let [sum, absolute, zeros, minimum, maximum] = [0, 0, 0, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    sum += value;
    absolute += Math.abs(value);
    if (value === 0) zeros++;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2;
  return {
    ...{ mean, deviation: Math.sqrt(squares / count), minimum, maximum },
    ...{ zeros: zeros / count, magnitude: absolute / count },
  };
}
