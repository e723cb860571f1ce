/** The first pass of a run through the given files: reads the annotations and counts the pictures that have one. */
import { CamLensError } from '../../errors.ts';
import { classNames } from '../../datasets/class-map.ts';
import { countPictures } from '../../datasets/count-pictures.ts';
import { noted } from '../../datasets/noted-source.ts';
import type { ReportProblem } from '../../datasets/problems.ts';
import { readAnnotations, type Annotations } from '../../datasets/read-annotations.ts';
import { AskedClassMap, checkClassIndices, matchClassMap, matchSplit } from '../../datasets/unmatched.ts';
import { breathing } from './breathing-source.ts';
import type { ReadableSet } from './given-sources.ts';

export interface SurveyOptions {
  /** Ids of pictures that have a record. */
  readonly done: ReadonlySet<string>;
  readonly report: ReportProblem;
  readonly signal: AbortSignal;
  /** Number of classes of the model. */
  readonly classCount: number;
  /** Class names of the model, by index. Default: none are matched. */
  readonly classNames?: readonly string[];
  /** Called from time to time with the number of files read. */
  readonly onFiles: (files: number) => void;
}

export interface Survey {
  readonly annotations: Annotations;
  /** Number of pictures with an annotation, including all measured ones, whether given again or not. */
  readonly annotated: number;
}

/** Number of files between two reports. */
const betweenReports = 500;

/**
 * Reads the annotations and counts the pictures in the same pass.
 * @throws CamLensError `dataset-empty` if there is nothing to measure; `table-unreadable` if nothing in a split or
 *   class map matches, or the model does not have a class index; `stopped`
 */
export async function survey(
  { sources, classes, splits, tables, format }: ReadableSet,
  { done, report, signal, classCount, classNames: names = [], onFiles }: SurveyOptions,
): Promise<Survey> {
  if (tables.classMap !== null) checkClassIndices(classes, classCount, tables.classMap.name);
  let files = 0;
  const passed = sources.map((source) =>
    noted(source, () => {
      if (++files % betweenReports === 0) onFiles(files);
    }),
  );
  let hasOtherClasses = false;
  const annotations = await readAnnotations(
    passed.map(({ source }) => source),
    {
      ...{ classes, format },
      ...(tables.classMap === null ? { modelClasses: classNames(names) } : {}),
      report: (problem) => {
        hasOtherClasses ||= problem.code === 'annotation-class';
        report(problem);
      },
    },
  );
  signal.throwIfAborted();
  if (classes instanceof AskedClassMap && tables.classMap !== null) {
    const { name } = tables.classMap;
    const message = matchClassMap(classes, annotations.byId.size > 0 || hasOtherClasses, name);
    if (message !== undefined) report({ id: name, code: 'table-unmatched', message });
  }
  if (splits !== undefined && tables.split !== null) {
    matchSplit(splits, annotations.byId, tables.split.name, report);
  }
  if (annotations.byId.size === 0) {
    throw new CamLensError('dataset-empty', 'No annotation can be used; the problems are listed below.');
  }
  const left = await countPictures(
    passed.map(({ names }) => breathing(names)),
    annotations,
    { isWanted: (id) => !done.has(id), report },
  );
  if (done.size + left === 0) {
    throw new CamLensError('dataset-empty', 'No picture has an annotation; the problems are listed below.');
  }
  return { annotations, annotated: done.size + left };
}
