/** The class names of a data set → class indices of the model. */
import { CamLensError } from '../errors.ts';
import stanfordDogsIndices from './stanford-dogs.json';
import { nameIn } from './identity.ts';

/** By the name of an object or a folder, or by a WordNet synset (`n02085620`) at the start of a name. */
export type ClassMap = ReadonlyMap<string, number>;

/** The 120 breeds of Stanford Dogs: the ImageNet-1k index of each synset. */
export const stanfordDogs: ClassMap = new Map(Object.entries(stanfordDogsIndices));

/**
 * @param text JSON, `{"<name>": <class index>, …}`
 * @param file its name in messages
 * @throws CamLensError `table-unreadable`, naming both lines if a name has two indices
 */
export function readClassMap(text: string, file: string): ClassMap {
  const plain = text.replace(/^\uFEFF/, '');
  const entries = Object.entries(parseObject(plain, file));
  checkTwice(plain, file);
  if (entries.length === 0) throw new CamLensError('table-unreadable', `The class map ${file} contains no classes.`);
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
 * The class of a picture, and those of its objects that belong to it. The first object whose name is in the map
 * decides; otherwise the folder's name, then the file's, and then all objects belong to it, as in Stanford Dogs.
 * @param id the picture's, `<folder>/<name>`
 * @returns undefined if the map has none of these names
 */
export function classOf<Thing extends { readonly name: string }>(
  id: string,
  objects: readonly Thing[],
  classes: ClassMap,
): { index: number; objects: readonly Thing[] } | undefined {
  const index = firstOf(objects.map(({ name }) => lookUpClass(name, classes)));
  if (index !== undefined)
    return { index, objects: objects.filter(({ name }) => lookUpClass(name, classes) === index) };
  const name = nameIn(id);
  const folder = id.slice(0, -name.length - 1);
  const common = lookUpClass(folder, classes) ?? lookUpClass(name, classes);
  return common === undefined ? undefined : { index: common, objects };
}

/** By the whole name, or by the synset at its start. */
export function lookUpClass(name: string, classes: ClassMap): number | undefined {
  return classes.get(name) ?? classes.get(/^n\d{8}(?!\d)/.exec(name)?.[0] ?? '');
}

/**
 * The model's own class names, for data sets that use them: without case, punctuation and underscores (`Great_Dane` is
 * `great dane`). A name that several classes have matches none.
 */
export function classNames(names: readonly string[]): ClassMap {
  const indices = new Map<string, number[]>();
  for (const [index, name] of names.entries()) {
    const plain = plainName(name);
    indices.set(plain, [...(indices.get(plain) ?? []), index]);
  }
  return new PlainNames(
    [...indices].flatMap(([name, [index, ...others]]) =>
      name === '' || index === undefined || others.length > 0 ? [] : [[name, index] as const],
    ),
  );
}

class PlainNames extends Map<string, number> {
  override get(name: string): number | undefined {
    return super.get(plainName(name));
  }
}

function plainName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function firstOf(values: readonly (number | undefined)[]): number | undefined {
  return values.find((value) => value !== undefined);
}

/** JSON silently takes the last of two equal names. */
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
          `Lines ${before.line} and ${line} of ${file} give "${key}" two classes, ${before.value} and ` +
            `${value}; one was expected.`,
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
