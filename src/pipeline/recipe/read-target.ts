/** A user's notation for a class, or a sum of classes → what to explain. */
import { CamLensError } from '../../errors.ts';
import { classNamed } from './classes.ts';
import type { Target, WeightedClass } from './target.ts';

/** Between two terms: a sign surrounded by spaces, because names contain hyphens; not inside quotes. */
const separator = /\s+([+−-])\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/;
const leadingSign = /^([+−-])\s*(.*)$/;
const factor = /^(\d+(?:\.\d*)?|\.\d+)\s*[*·×]\s*(.+)$/;
const range = /^(\d+)\s*\.\.\s*(\d+)$/;
const quoted = /^"([^"]*)"$/;

const expected =
  'classes joined by " + " or " - " were expected, each an index, a range of indices or a name, optionally with a factor: "German shepherd - Komodo dragon", "151..268", "0.5 * 235 + 0.5 * 281".';

/**
 * "predicted"; an index; a name, quoted or not; or a sum: terms joined by " + " or " - " (or "−"), each an index, a
 * range `first..last` (every class in it) or a name, optionally with a factor before "*" or "·". A text that is exactly
 * a class's name means that class, whatever signs the name contains.
 * @param names of all classes, by index
 * @throws CamLensError `unknown-class`, with similar names; `bad-option`
 */
export function readTarget(text: string, names: readonly string[]): Target {
  const whole = text.trim();
  if (whole === 'predicted') return whole;
  if (names.includes(whole)) return names.indexOf(whole);
  const weights = new Map<number, number>();
  for (const { sign, term } of termsOf(whole)) {
    const [, number = '1', rest = term] = factor.exec(term) ?? [];
    for (const index of classesNamed(rest, names, text)) {
      weights.set(index, (weights.get(index) ?? 0) + sign * Number(number));
    }
  }
  const sum = [...weights].flatMap(([index, weight]): WeightedClass[] => (weight === 0 ? [] : [{ index, weight }]));
  const [only, ...others] = sum;
  if (only === undefined) throw new CamLensError('bad-option', `The classes of "${text}" cancel; nothing is left.`);
  return others.length === 0 && only.weight === 1 ? only.index : sum;
}

function termsOf(text: string): { readonly sign: 1 | -1; readonly term: string }[] {
  const [, sign = '+', rest = text] = leadingSign.exec(text) ?? [];
  const [first = '', ...parts] = rest.split(separator);
  const terms = [{ sign: signOf(sign), term: first.trim() }];
  for (let i = 0; i < parts.length; i += 2) {
    terms.push({ sign: signOf(parts[i]), term: (parts[i + 1] ?? '').trim() });
  }
  return terms;
}

function signOf(sign: string | undefined): 1 | -1 {
  return sign === '+' ? 1 : -1;
}

function classesNamed(term: string, names: readonly string[], text: string): readonly number[] {
  const [, first, last] = range.exec(term) ?? [];
  if (first !== undefined && last !== undefined) {
    if (Number(first) > Number(last)) {
      throw new CamLensError('bad-option', `The range ${term} ends before it begins; ${last}..${first} was expected.`);
    }
    const ends = [first, last].map((index) => Number(classNamed(index, names)));
    return Array.from({ length: ends[1]! - ends[0]! + 1 }, (_, i) => ends[0]! + i);
  }
  const [, name = term] = quoted.exec(term) ?? [];
  if (name.trim() === '' || name.includes('"')) {
    throw new CamLensError('bad-option', `The class "${text}" cannot be read: ${expected}`);
  }
  const index = classNamed(name, names);
  if (index !== 'predicted') return [index];
  throw new CamLensError('bad-option', `In "${text}", "predicted" is part of a sum; it must stand alone.`);
}
