/** A run: pictures stream in, records stream out as they are made, and what cannot be measured is reported. */
import { fitBoxes } from '../datasets/fit-boxes.ts';
import type { AnnotatedPicture } from '../datasets/pair.ts';
import type { Report } from '../datasets/problems.ts';
import type { Annotation } from '../datasets/read-annotations.ts';
import type { Split } from '../datasets/read-split.ts';
import { checkRecord } from '../evaluation/record-lines.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { describeError, type ErrorCode } from '../errors.ts';
import { checkPicture } from '../pipeline/picture/header/check-picture.ts';
import type { Pool } from './pool.ts';
import type { RunChoice, TruePicture } from './run-choice.ts';

export interface RunOptions {
  readonly choice: RunChoice;
  /** Measured before: passed over. */
  readonly done?: ReadonlySet<string>;
  /** By a picture's id; pictures without are measured too. */
  readonly splitOf?: (id: string) => Split | undefined;
  /** Whether a picture belongs to this run; all do unless said. */
  readonly isWanted?: (id: string) => boolean;
  /** New pictures at most. */
  readonly limit?: number;
  readonly report: Report;
  /** Told of each picture before it is read; to measure it waits for that; … */
  readonly onBegun?: (id: string) => Promise<void> | void;
  /** … and of each that could not be measured, when that was reported. */
  readonly onFailed?: (id: string, code: ErrorCode) => void;
  /** Ends the run after the pictures that are under way. */
  readonly signal?: AbortSignal;
}

/**
 * Records in the order in which they are finished. No more files are read than workers have room for: a slow part never
 * piles up memory.
 */
export async function* runEvaluation(
  pictures: AsyncIterable<AnnotatedPicture>,
  pool: Pick<Pool, 'measure' | 'capacity'>,
  options: RunOptions,
): AsyncGenerator<PictureRecord> {
  const { choice, done = new Set(), splitOf, isWanted = () => true, limit = Infinity, report, signal } = options;
  const finished: PictureRecord[] = [];
  const underWay = new Set<Promise<void>>();
  let begun = 0;
  for await (const { id, picture, annotation } of pictures) {
    if (signal?.aborted === true || begun >= limit) break;
    if (done.has(id) || !isWanted(id)) continue;
    const told = Promise.resolve(options.onBegun?.(id));
    const file = await picture.read();
    if (file === undefined) {
      options.onFailed?.(id, 'file-unreadable');
      continue;
    }
    begun++;
    const split = splitOf?.(id);
    const work = Promise.all([truthOf(id, file, picture, annotation, report), told])
      .then(([truth]) => pool.measure(file, split === undefined ? truth : { ...truth, split }, choice))
      .then((record) => {
        checkRecord(record);
        finished.push(record);
      })
      .catch((error: unknown) => {
        const fault = describeError(error);
        report({ id, ...fault });
        options.onFailed?.(id, fault.code);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size >= pool.capacity) await Promise.race(underWay);
    yield* finished.splice(0);
  }
  while (underWay.size > 0) {
    await Promise.race(underWay);
    yield* finished.splice(0);
  }
  yield* finished.splice(0);
}

/** What is wrong with a file, the worker that decodes it says. */
async function truthOf(
  id: string,
  file: Blob,
  { path }: AnnotatedPicture['picture'],
  annotation: Annotation,
  report: Report,
): Promise<TruePicture> {
  const header = await checkPicture(file, path).catch(() => undefined);
  const stored = header?.size === undefined ? undefined : { ...header.size, orientation: header.orientation };
  const boxes = fitBoxes(annotation, stored, report);
  return { id, path, class: annotation.class, boxes, ...(header === undefined ? {} : { header }) };
}
