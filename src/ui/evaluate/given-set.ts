/** The files of a data set that a visitor has given, in any mixture, with at most one split file and one class map. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { FormatChoice } from '../../datasets/formats.ts';
import { isPicture } from '../../datasets/kinds.ts';
import type { DataSetStrings } from './run-strings.ts';

export interface GivenSet {
  /** Archives, pictures and annotations, distinguished later by their content. */
  readonly files: readonly NamedFile[];
  /** The split file, if given. */
  readonly split?: NamedFile;
  readonly classMap?: NamedFile;
  /** Of the annotations. Default: `auto`. */
  readonly format?: FormatChoice;
}

export const nothingGiven: GivenSet = { files: [] };

/** Tables, recognised by their extensions if given as single files; inside a folder such files are ignored. */
const tables = { split: /^[^/]*\.csv$/i, classMap: /^[^/]*\.json$/i } as const;

export function addGiven(set: GivenSet, files: readonly NamedFile[], format = set.format): GivenSet {
  const [split, classMap] = [tables.split, tables.classMap].map((ending) =>
    files.findLast(({ path }) => ending.test(path)),
  );
  // Of several tables of a kind, the last one is used; the others may be annotations.
  const added = files.filter((file) => file !== split && file !== classMap);
  const paths = new Set(added.map(({ path }) => path));
  return {
    ...set,
    files: [...set.files.filter(({ path }) => !paths.has(path)), ...added],
    ...(split === undefined ? {} : { split }),
    ...(classMap === undefined ? {} : { classMap }),
    ...(format === undefined ? {} : { format }),
  };
}

/** Maximum number of single files of a kind that are named; more are only counted. */
const mostNamed = 6;

/** The given files in the visitor's terms: archives by name, folders with the number of their files. */
export function namesOfGiven({ files, split, classMap }: GivenSet, words: DataSetStrings): readonly string[] {
  const folders = new Map<string, number>();
  const [pictures, others]: [string[], string[]] = [[], []];
  for (const { path } of files) {
    const slash = path.indexOf('/');
    if (slash >= 0) folders.set(path.slice(0, slash), (folders.get(path.slice(0, slash)) ?? 0) + 1);
    else (isPicture(path) ? pictures : others).push(path);
  }
  const some = (names: readonly string[], counted: (number: number) => string): readonly string[] =>
    names.length <= mostNamed ? names : [counted(names.length)];
  return [
    ...[...folders].map(([name, count]) => words.folderOf(name, count)),
    ...some(others, words.otherFiles),
    ...some(pictures, words.pictures),
    ...(split === undefined ? [] : [words.split(split.path)]),
    ...(classMap === undefined ? [] : [words.classMap(classMap.path)]),
  ];
}
