/** What a data set calls its classes → the indices of the model's. */
import { CamLensError } from '../errors.ts';
import stanfordDogsIndices from './stanford-dogs.json';
import { nameIn } from './identity.ts';

/** By the name of an object, of a folder, or by a WordNet synset (`n02085620`) that a name begins with. */
export type ClassMap = ReadonlyMap<string, number>;

/** The 120 breeds of Stanford Dogs: the ImageNet-1k index of each synset. */
export const stanfordDogs: ClassMap = new Map(Object.entries(stanfordDogsIndices));

/**
 * @param text JSON, `{"<name>": <class index>, …}`
 * @param file what messages call it
 * @throws CamLensError `table-unreadable`, naming both lines where a name has two indices
 */
export function readClassMap(text: string, file: string): ClassMap {
  const plain = text.replace(/^\uFEFF/, '');
  const entries = Object.entries(parseObject(plain, file));
  checkTwice(plain, file);
  if (entries.length === 0) throw new CamLensError('table-unreadable', `The class map ${file} names no class.`);
  for (const [name, index] of entries) {
    if (Number.isInteger(index) && (index as number) >= 0) continue;
    const found = JSON.stringify(index);
    throw new CamLensError(
      'table-unreadable',
      `${name} in ${file} is ${found}; a class index, 0 or above, was expected.`,
    );
  }
  return new Map(entries as [string, number][]);
}

/**
 * The class of a picture, and those of its objects that are of it. An object's own name decides, the first that the map
 * has; else the folder's, then the file's, and all objects are of it, as in Stanford Dogs.
 * @param id the picture's, `<folder>/<name>`
 * @returns undefined where the map has none of these names
 */
export function classOf<Thing extends { readonly name: string }>(
  id: string,
  objects: readonly Thing[],
  classes: ClassMap,
): { index: number; objects: readonly Thing[] } | undefined {
  const index = firstOf(objects.map(({ name }) => lookUp(name, classes)));
  if (index !== undefined) return { index, objects: objects.filter(({ name }) => lookUp(name, classes) === index) };
  const name = nameIn(id);
  const folder = id.slice(0, -name.length - 1);
  const common = lookUp(folder, classes) ?? lookUp(name, classes);
  return common === undefined ? undefined : { index: common, objects };
}

function lookUp(name: string, classes: ClassMap): number | undefined {
  return classes.get(name) ?? classes.get(/^n\d{8}(?!\d)/.exec(name)?.[0] ?? '');
}

function firstOf(values: readonly (number | undefined)[]): number | undefined {
  return values.find((value) => value !== undefined);
}

/** JSON takes the last of two equal names without a word. */
function checkTwice(text: string, file: string): void {
  const seen = new Map<string, { readonly value: string; readonly line: number }>();
  let line = 1;
  for (const [token, lines, name, value = ''] of text.matchAll(/(\n)|("(?:[^"\\]|\\.)*")(?:\s*:\s*([^\s,}]*))?/gs)) {
    if (name !== undefined) {
      const key = JSON.parse(name) as string;
      const before = seen.get(key);
      if (before !== undefined && Number(before.value) !== Number(value)) {
        throw new CamLensError(
          'table-unreadable',
          `Lines ${before.line} and ${line} of ${file} give "${key}" two classes, ${before.value} and ${value}; one was expected.`,
        );
      }
      seen.set(key, before ?? { value, line });
    }
    line += lines === undefined ? (token.match(/\n/g)?.length ?? 0) : 1;
  }
}

function parseObject(text: string, file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CamLensError('table-unreadable', `The class map ${file} is not JSON.`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new CamLensError(
    'table-unreadable',
    `The class map ${file} should be an object, {"<name>": <class index>, …}.`,
  );
}
