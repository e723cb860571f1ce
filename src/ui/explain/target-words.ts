/** The target, in words. */
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

/** A class, and the one it is contrasted with. */
export interface Contrast {
  readonly index: number | undefined;
  readonly against: number | undefined;
}

/**
 * For targets of the form "this", or "this and not that"; undefined for other sums.
 * @param predicted the class that `predicted` stands for, once known
 */
export function contrastOf(target: Target, predicted: number | undefined): Contrast {
  if (target === 'predicted') return { index: predicted, against: undefined };
  if (typeof target === 'number') return { index: target, against: undefined };
  const [first, second] = target;
  if (target.length !== 2 || first?.weight !== 1 || second?.weight !== -1)
    return { index: undefined, against: undefined };
  return { index: first.index, against: second.index };
}

/** The target "this and not that". */
export function contrast(index: number, against: number): Target {
  return [
    { index, weight: 1 },
    { index: against, weight: -1 },
  ];
}

/** “German shepherd”, “German shepherd” and not “malinois”, or the sum. */
export function classInWords(
  { name, index, weights }: Explanation['class'],
  names: readonly string[],
  andNot = (one: string, other: string): string => `${one} and not ${other}`,
): string {
  const { against } = contrastOf(weights ?? index, undefined);
  if (against === undefined) return name;
  return andNot(names[index] ?? name, names[against] ?? `class ${against}`);
}
