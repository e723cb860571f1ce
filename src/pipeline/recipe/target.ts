/** What is explained: the predicted class, a given class, or a weighted sum of several classes' logits. */
import { CamLensError } from '../../errors.ts';
import { required } from '../invariants.ts';

/** One class of a weighted sum; the score is Σ weight · logit. */
export interface WeightedClass {
  /** 0 … classes − 1. */
  readonly index: number;
  /** Finite; the weights of a sum must not cancel. */
  readonly weight: number;
}

/**
 * `predicted`, a class's index, or several with weights: all dogs, or one class minus another ("why this, not that").
 */
export type Target = 'predicted' | number | readonly WeightedClass[];

/** A target for each picture of a batch. */
export interface PerPicture {
  /** One for each picture, in order. */
  readonly each: readonly Target[];
}

/** What is explained for a picture of the batch. */
export function targetOf(target: Target | PerPicture, picture: number): Target {
  return isPerPicture(target) ? required(target.each[picture], `the class of picture ${picture}`) : target;
}

export function isPerPicture(target: unknown): target is PerPicture {
  return typeof target === 'object' && target !== null && 'each' in target;
}

/** The classes of a target and their weights; `predicted` stands for the given class. */
export function classesOf(target: Target, predicted: number): readonly WeightedClass[] {
  if (target === 'predicted') return [{ index: predicted, weight: 1 }];
  return typeof target === 'number' ? [{ index: target, weight: 1 }] : target;
}

/**
 * One row per picture, [pictures, classes]: the weights of the classes; zeros for the predicted class, which the
 * network determines itself.
 */
export function targetRows(target: Target | PerPicture, pictures: number, classes: number): Float32Array {
  const rows = new Float32Array(pictures * classes);
  for (let picture = 0; picture < pictures; picture++) {
    const own = targetOf(target, picture);
    if (own === 'predicted') continue;
    for (const { index, weight } of classesOf(own, 0)) rows[picture * classes + index]! += weight;
  }
  return rows;
}

/** @throws CamLensError `unknown-class`, `bad-option` */
export function checkTarget(target: Target, classes: number): void {
  if (target === 'predicted') return;
  if (typeof target !== 'number' && !Array.isArray(target)) {
    const given = typeof target === 'string' ? `"${String(target)}"` : typeof target;
    const expected = '"predicted", an index or a list of classes with weights was expected';
    throw new CamLensError('unknown-class', `There is no class ${given}; ${expected} (readTarget parses text).`);
  }
  const wanted = classesOf(target, 0);
  const unknown = wanted.find(({ index }) => !(Number.isInteger(index) && index >= 0 && index < classes));
  if (unknown !== undefined) {
    throw new CamLensError('unknown-class', `There is no class ${unknown.index}; the indices are 0 to ${classes - 1}.`);
  }
  const odd = wanted.find(({ weight }) => !Number.isFinite(weight));
  if (odd !== undefined) {
    throw new CamLensError('bad-option', `The weight of class ${odd.index} is ${odd.weight}; a number was expected.`);
  }
  if (targetRows(target, 1, classes).some((weight) => weight !== 0)) return;
  throw new CamLensError('bad-option', 'The classes cancel, or there are none; a sum that is not zero was expected.');
}

/**
 * The class of an explanation: its index and name; for a sum, its class with the largest weight, all its weights, and a
 * name that lists them.
 */
export function describeTarget(
  target: Target,
  predicted: number,
  names: readonly string[],
): { index: number; name: string; weights?: readonly WeightedClass[] } {
  const weighted = classesOf(target, predicted);
  const nameOf = (index: number): string => names[index] ?? `class ${index}`;
  const heaviest = weighted.reduce((best, one) => (one.weight > best.weight ? one : best));
  if (typeof target !== 'object') return { index: heaviest.index, name: nameOf(heaviest.index) };
  const name = weighted.slice(0, mostNamed).reduce((text, { index, weight }) => {
    const factor = Math.abs(weight) === 1 ? '' : `${Math.abs(weight)} · `;
    const sign = weight < 0 ? (text === '' ? '−' : ' − ') : text === '' ? '' : ' + ';
    return `${text}${sign}${factor}${nameOf(index)}`;
  }, '');
  const more = weighted.length > mostNamed ? ` and ${weighted.length - mostNamed} more` : '';
  return { index: heaviest.index, name: name + more, weights: weighted };
}

const mostNamed = 3;
