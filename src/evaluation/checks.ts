/**
 * Validates values from files with small, composable checks; a failed check says which part is wrong and what was
 * expected.
 */

import { own } from '../own.ts';

/** A part that is not valid. */
export interface Wrong {
  /** From the outermost field inwards: names, and positions in lists. */
  readonly path: readonly (string | number)[];
  /** What it should be: "a number from 0 to 1". */
  readonly expected: string;
}

/** Undefined if the value is valid. */
export type Check = (value: unknown) => Wrong | undefined;

const wrong = (expected: string): Wrong => ({ path: [], expected });

/** Accepts values for which `holds` is true. */
export function where(holds: (value: unknown) => boolean, expected: string): Check {
  return (value) => (holds(value) ? undefined : wrong(expected));
}

/** A finite number within inclusive bounds. */
export function number(least = -Infinity, most = Infinity): Check {
  const bounds = most < Infinity ? ` from ${least} to ${most}` : least > -Infinity ? `, ${least} or above` : '';
  return where(
    (value) => typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most,
    `a number${bounds}`,
  );
}

/** The same without a fraction. */
export function whole(least: number, most: number): Check {
  return where(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `a whole number from ${least} to ${most}`,
  );
}

/** Not empty. */
export const text: Check = where((value) => typeof value === 'string' && value !== '', 'a text');

export const boolean: Check = where((value) => typeof value === 'boolean', 'true or false');

export function oneOf(...values: readonly unknown[]): Check {
  const shown = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const expected = shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)!}`;
  return where((value) => values.includes(value), expected);
}

/** Accepts null too. */
export function orNull(check: Check): Check {
  return (value) => {
    const found = value === null ? undefined : check(value);
    return found?.path.length === 0 ? wrong(`${found.expected}, or null`) : found;
  };
}

/** The second check applies to values that pass the first. */
export function both(first: Check, second: Check): Check {
  return (value) => first(value) ?? second(value);
}

/** @param most maximum length; default: unlimited */
export function list(each: Check, least = 0, most = Infinity): Check {
  const count = least === most ? String(least) : most < Infinity ? `${least} to ${most}` : `${least} or more`;
  return (value) => {
    if (!Array.isArray(value)) return wrong('a list');
    if (value.length < least || value.length > most) return wrong(`a list of ${count}, not of ${value.length},`);
    return firstOf(value.entries(), () => each);
  };
}

/** A list with a check for each position. */
export function tuple(...checks: readonly Check[]): Check {
  const sized = list(() => undefined, checks.length, checks.length);
  return (value) => sized(value) ?? firstOf((value as unknown[]).entries(), (i) => checks[i]!);
}

/** Of strictly increasing numbers. */
export function rising(each: Check, least = 0, most = Infinity): Check {
  const isRising = where(
    (value) => (value as number[]).every((item, i, all) => i === 0 || item > all[i - 1]!),
    'numbers, each above the one before',
  );
  return both(list(each, least, most), isRising);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object whose keys are names. */
export function table(each: Check, isKey: (key: string) => boolean = () => true, keys = 'a known name'): Check {
  return (value) => {
    if (!isObject(value)) return wrong('an object');
    for (const [key, part] of Object.entries(value)) {
      if (!isKey(key)) return { path: [key], expected: keys };
      const found = each(part);
      if (found !== undefined) return within(key, found);
    }
    return undefined;
  };
}

/** An object with these fields; those that end in `?` are optional, and others are ignored. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  const wanted = Object.entries(checks).map(([key, check]) => {
    return { name: key.replace(/\?$/, ''), isOptional: key.endsWith('?'), check };
  });
  return (value) => {
    if (!isObject(value)) return wrong('an object');
    for (const { name, isOptional, check } of wanted) {
      const part = own(value as Record<string, unknown>, name);
      const found = part === undefined && isOptional ? undefined : check(part);
      if (found !== undefined) return within(name, found);
    }
    return undefined;
  };
}

/** `"explanations" / "cam" / "ious" / 3 should be a number from 0 to 1`; the value itself has no name. */
export function describeWrong({ path, expected }: Wrong): string {
  if (path.length === 0) return `${expected} was expected`;
  const shown = path.map((part) => (typeof part === 'number' ? String(part + 1) : JSON.stringify(part)));
  return `${shown.join(' / ')} should be ${expected}`;
}

function within(name: string | number, { path, expected }: Wrong): Wrong {
  return { path: [name, ...path], expected };
}

function firstOf(parts: Iterable<[number, unknown]>, checkOf: (place: number) => Check): Wrong | undefined {
  for (const [place, part] of parts) {
    const found = checkOf(place)(part);
    if (found !== undefined) return within(place, found);
  }
  return undefined;
}
