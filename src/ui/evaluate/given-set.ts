/** What a visitor has given of a data set: files in any mixture, among them a split file and a class map at most. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import { isPicture } from '../../datasets/kinds.ts';

export interface GivenSet {
  /** Archives, pictures and annotations; which is which, their contents say. */
  readonly files: readonly NamedFile[];
  /** Tables about the set, each where one was given. */
  readonly split?: NamedFile;
  readonly classMap?: NamedFile;
}

export const nothingGiven: GivenSet = { files: [] };

/** What a file given by itself is by its ending; inside a folder such files are passed over like everything else. */
const tables = { split: /^[^/]*\.csv$/i, classMap: /^[^/]*\.json$/i } as const;

export function addGiven(set: GivenSet, files: readonly NamedFile[]): GivenSet {
  const [split, classMap] = [tables.split, tables.classMap].map((ending) =>
    files.findLast(({ path }) => ending.test(path)),
  );
  const added = files.filter(({ path }) => !tables.split.test(path) && !tables.classMap.test(path));
  const paths = new Set(added.map(({ path }) => path));
  return {
    ...set,
    files: [...set.files.filter(({ path }) => !paths.has(path)), ...added],
    ...(split === undefined ? {} : { split }),
    ...(classMap === undefined ? {} : { classMap }),
  };
}

/** Names of loose files of a kind, where there are more than these, are a number. */
const mostNamed = 6;

/** What was given, as a visitor knows it: archives by their names, folders with the number of their files. */
export function namesOfGiven({ files, split, classMap }: GivenSet): readonly string[] {
  const folders = new Map<string, number>();
  const [pictures, others]: [string[], string[]] = [[], []];
  for (const { path } of files) {
    const slash = path.indexOf('/');
    if (slash >= 0) folders.set(path.slice(0, slash), (folders.get(path.slice(0, slash)) ?? 0) + 1);
    else (isPicture(path) ? pictures : others).push(path);
  }
  const some = (names: readonly string[], kind: string): readonly string[] =>
    names.length <= mostNamed ? names : [`${names.length.toLocaleString('en')} ${kind}`];
  return [
    ...[...folders].map(([name, count]) => `${name} (${count.toLocaleString('en')} files)`),
    ...some(others, 'other files'),
    ...some(pictures, 'pictures'),
    ...(split === undefined ? [] : [`${split.path} (split)`]),
    ...(classMap === undefined ? [] : [`${classMap.path} (class map)`]),
  ];
}
