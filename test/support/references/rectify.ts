/** ReLU that keeps values that are not finite: NaN and minus infinity are unchanged. */
export function relu(value: number): number {
  return value < 0 && value !== -Infinity ? 0 : value;
}
