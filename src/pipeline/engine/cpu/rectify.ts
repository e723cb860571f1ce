/** ReLU that hides nothing: what is not finite stays as it is, minus infinity too. */
export function rectified(value: number): number {
  return Number.isFinite(value) ? Math.max(value, 0) : value;
}
