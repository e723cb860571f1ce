/**
 * The step-down correction of Holm (1979): of a hundred things that are all alike, five differ at 95 % by chance alone.
 * @param chances of each comparison, were it the only one
 * @returns for each, in the same order, the smallest chance of even one false alarm at which it would be called a
 * difference
 */
export function holm(chances: readonly number[]): number[] {
  const order = chances.map((_, i) => i).sort((a, b) => chances[a]! - chances[b]!);
  const corrected = new Array<number>(chances.length);
  let largest = 0;
  order.forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (chances.length - rank) * chances[place]!));
    corrected[place] = largest;
  });
  return corrected;
}
