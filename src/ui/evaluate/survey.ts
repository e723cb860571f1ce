/** The first pass of a run through what was given: the annotations, and how many pictures have one. */
import { CamLensError } from '../../errors.ts';
import { countPictures } from '../../datasets/count-pictures.ts';
import { noted } from '../../datasets/noted-source.ts';
import type { Report } from '../../datasets/problems.ts';
import { readAnnotations, type Annotations } from '../../datasets/read-annotations.ts';
import { AskedClassMap, checkClassIndices, matchClassMap, matchSplit } from '../../datasets/unmatched.ts';
import { breathing } from './breathing-source.ts';
import type { ReadableSet } from './given-sources.ts';

export interface SurveyOptions {
  /** Ids of pictures that have their record. */
  readonly done: ReadonlySet<string>;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Of the model. */
  readonly classCount: number;
  /** Called now and then with the number of files that have come by. */
  readonly onFiles: (files: number) => void;
}

export interface Survey {
  readonly annotations: Annotations;
  /** Pictures that have an annotation, those that are done among them, given again or not. */
  readonly annotated: number;
}

/** Files between two reports. */
const betweenReports = 500;

/**
 * The way to the annotations leads past the pictures, which are counted on it.
 * @throws CamLensError `dataset-empty` where there is nothing to measure; `table-unreadable` for a split or class map of which
 * nothing matches, or an index that the model does not have; `stopped`
 */
export async function survey(
  { sources, classes, splits, tables }: ReadableSet,
  { done, report, signal, classCount, onFiles }: SurveyOptions,
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
      classes,
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
    throw new CamLensError('dataset-empty', 'No annotation can be used; what is wrong is listed below.');
  }
  const left = await countPictures(
    passed.map(({ names }) => breathing(names)),
    annotations,
    { isWanted: (id) => !done.has(id), report },
  );
  if (done.size + left === 0) {
    throw new CamLensError('dataset-empty', 'No picture has an annotation; what is wrong is listed below.');
  }
  return { annotations, annotated: done.size + left };
}
