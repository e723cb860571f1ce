/** What is below `low` becomes `low`, what is above `high` `high`; what is not finite stays as it is. */
export function clamp(values: ArrayLike<number>, low: number, high: number): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const value = values[i]!;
    return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : value;
  });
}
