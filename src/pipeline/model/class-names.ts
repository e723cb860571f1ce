/** Class names by index, in the forms in which they are commonly stored. */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';

/**
 * @param given an array of names, or an object of index → name
 * @param source its name in messages
 * @throws CamLensError `model-damaged`
 */
export function readClassNames(given: unknown, source: string): readonly string[] {
  const isList = Array.isArray(given);
  if (!isList && (typeof given !== 'object' || given === null)) throw damaged(source);
  const names: readonly unknown[] = isList ? given : inOrder(given as Readonly<Record<string, unknown>>, source);
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) throw damaged(source);
  return names;
}

/**
 * @param text of a file: JSON as for `readClassNames` if its name ends in .json, otherwise one name per line
 * @param count of the logits, if known
 * @throws CamLensError `model-damaged`
 */
export function parseClassNames(text: string, file: string, count?: number): readonly string[] {
  const names = /\.json$/i.test(file) ? readClassNames(parseJson(text, file), file) : linesOf(text);
  checkClassCount(names, count, file);
  return names;
}

/** @throws CamLensError `model-damaged` naming both numbers */
export function checkClassCount(names: readonly string[], count: number | undefined, source: string): void {
  if (count === undefined || names.length === count) return;
  throw new CamLensError(
    'model-damaged',
    `${source} names ${names.length} ${names.length === 1 ? 'class' : 'classes'}; the model has ${count}.`,
  );
}

/** The last line may be terminated or not; others may be empty, for a class without a name. */
function linesOf(text: string): readonly string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function inOrder(names: Readonly<Record<string, unknown>>, source: string): readonly unknown[] {
  const keys = Object.keys(names);
  return keys.map((_, index) => {
    if (Object.hasOwn(names, String(index))) return own(names, String(index));
    throw new CamLensError(
      'model-damaged',
      `${source} has ${keys.length} class names, but none for class ${index}: indices must start at 0.`,
    );
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CamLensError('model-damaged', `${file} is not JSON; class names were expected.`, { cause });
  }
}

function damaged(source: string): CamLensError {
  return new CamLensError(
    'model-damaged',
    `${source} contains no class names: a list ["cat", "dog"] or an object {"0": "cat", "1": "dog"} was expected.`,
  );
}
