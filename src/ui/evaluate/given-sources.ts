/** The given files as sources for the readers of data sets. */
import type { ById } from '../../datasets/identity.ts';
import { readClassMap, stanfordDogs, type ClassMap } from '../../datasets/class-map.ts';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { FormatChoice } from '../../datasets/formats.ts';
import { isBoxesCsv, isClassesCsv } from '../../datasets/read-boxes-csv.ts';
import { isCocoJson } from '../../datasets/read-coco.ts';
import { sourcesOf } from '../../datasets/given-files.ts';
import { readSplit, type Split } from '../../datasets/read-split.ts';
import type { DataSource } from '../../datasets/source.ts';
import { AskedClassMap } from '../../datasets/unmatched.ts';
import type { KeptTable, RunHead } from '../../runs/kept-run.ts';
import { breathing } from './breathing-source.ts';
import type { GivenSet } from './given-set.ts';

export interface ReadableSet {
  /** Each ends early if the run is stopped, and yields to the event loop. */
  readonly sources: readonly DataSource[];
  /** The tables as given, to be stored; null if there are none. */
  readonly tables: Pick<RunHead, 'split' | 'classMap'>;
  readonly splits: ById<Split> | undefined;
  readonly classes: ClassMap;
  readonly format: FormatChoice;
}

/**
 * @param kept the tables of a continued run
 * @throws CamLensError `table-unreadable`
 */
export async function readGiven(
  { files, split, classMap, format = 'auto' }: GivenSet,
  kept: ReadableSet['tables'] | undefined,
  signal: AbortSignal,
): Promise<ReadableSet> {
  const given = kept ?? { split: await tableOf(split), classMap: await tableOf(classMap) };
  // A table of boxes or classes is not a split, and COCO annotations are not a class map, despite their extensions.
  const isAnnotation = (csv: string): boolean => isBoxesCsv(csv) || (format === 'masks' && isClassesCsv(csv));
  const isTable = given.split !== null && isAnnotation(given.split.text);
  const isCoco = given.classMap !== null && isCocoJson(given.classMap.text);
  const tables = { split: isTable ? null : given.split, classMap: isCoco ? null : given.classMap };
  const annotations = [split, classMap].filter(
    (file) => file !== undefined && file.path !== tables.split?.name && file.path !== tables.classMap?.name,
  ) as readonly NamedFile[];
  return {
    format,
    sources: (await sourcesOf([...files, ...annotations])).map((source) => until(signal, breathing(source))),
    tables: { split: tables.split, classMap: tables.classMap },
    splits: tables.split === null ? undefined : readSplit(tables.split.text, tables.split.name),
    classes:
      tables.classMap === null
        ? stanfordDogs
        : new AskedClassMap(readClassMap(tables.classMap.text, tables.classMap.name)),
  };
}

async function tableOf(given: NamedFile | undefined): Promise<KeptTable | null> {
  return given === undefined ? null : { name: given.path, text: await given.file.text() };
}

function until(signal: AbortSignal, source: DataSource): DataSource {
  return {
    name: source.name,
    async *open(report) {
      for await (const entry of source.open(report)) {
        if (signal.aborted) return;
        yield entry;
      }
    },
  };
}
