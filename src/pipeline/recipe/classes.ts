/** Logits → named, ranked classes; and a caller's name for a class → its index. */
import type { Link } from '../../autodiff/link.ts';
import { CamLensError } from '../../errors.ts';
import { firstNotFinite } from '../finite.ts';
import type { ClassScore } from '../types.ts';

/** Softmax over all logits, the largest subtracted first so that nothing overflows. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i] as number);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** Each class separately: 1 / (1 + exp(−logit)). */
export function sigmoid(logits: ArrayLike<number>): Float64Array {
  return Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
}

/** [classes] → probabilities, 0…1. */
export type ToProbabilities = (logits: ArrayLike<number>) => Float64Array;

export const byLink: Readonly<Record<Link, ToProbabilities>> = { softmax, sigmoid };

/**
 * The `count` classes with the largest logits, in descending order; equal logits in order of index.
 * @param toProbabilities as the network does
 */
export function rankClasses(
  logits: ArrayLike<number>,
  names: readonly string[],
  count = 5,
  toProbabilities: ToProbabilities = softmax,
): ClassScore[] {
  const probabilities = toProbabilities(logits);
  return Array.from(probabilities, (probability, index) => ({
    index,
    name: names[index] ?? `class ${index}`,
    logit: logits[index] as number,
    probability,
  }))
    .sort((a, b) => b.logit - a.logit || a.index - b.index)
    .slice(0, count);
}

/**
 * The class with the largest logit; if several are equal, the first.
 * @throws CamLensError `not-finite`: NaN cannot be compared
 */
export function predictedClass(logits: ArrayLike<number>): number {
  checkRankable(logits);
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

/**
 * The rank of a class by its logit: 1 for the largest; if several are equal, the lower index comes first.
 * @throws CamLensError `not-finite`: NaN has no rank
 */
export function rankOf(logits: ArrayLike<number>, wanted: number): number {
  checkRankable(logits);
  const own = logits[wanted]!;
  let rank = 1;
  for (let i = 0; i < logits.length; i++) if (logits[i]! > own || (logits[i]! === own && i < wanted)) rank++;
  return rank;
}

function checkRankable(logits: ArrayLike<number>): void {
  const place = firstNotFinite(logits);
  if (place < 0) return;
  throw new CamLensError(
    'not-finite',
    `The score of class ${place} is ${logits[place]}: such scores cannot be ordered.`,
  );
}

/** At most this many names that contain the word are suggested. */
const mostSuggestions = 8;

/**
 * "predicted", an index, or a name (ignoring case, spaces, hyphens and underscores) → what to explain.
 * @throws CamLensError `unknown-class`, with similar names
 */
export function classNamed(wanted: string, names: readonly string[]): 'predicted' | number {
  if (wanted === 'predicted') return 'predicted';
  if (/^\d+$/.test(wanted)) {
    const index = Number(wanted);
    if (index < names.length) return index;
    throw new CamLensError('unknown-class', `There is no class ${wanted}; the indices are 0 to ${names.length - 1}.`);
  }
  const key = plain(wanted);
  const index = names.findIndex((name) => plain(name) === key);
  if (index >= 0) return index;
  const near = names.filter((name) => key !== '' && plain(name).includes(key)).slice(0, mostSuggestions);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : `"predicted", an index from 0 to ${names.length - 1} or a class name was expected.`;
  throw new CamLensError('unknown-class', `There is no class "${wanted}"; ${hint}`);
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}
