/**
 * A run: pictures stream in, records stream out as they are made, and pictures that cannot be measured are reported.
 */
import { fitBoxes } from '../datasets/fit-boxes.ts';
import type { AnnotatedPicture } from '../datasets/pair.ts';
import type { ReportProblem } from '../datasets/problems.ts';
import type { Annotation } from '../datasets/annotation-reading.ts';
import type { Split } from '../datasets/read-split.ts';
import { checkRecord } from '../evaluation/record-lines.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { CamLensError, describeError, type ErrorCode } from '../errors.ts';
import { checkPicture } from '../pipeline/picture/header/check-picture.ts';
import type { Pool } from './pool.ts';
import type { RunChoice, TruePicture, UndecodedMask } from './run-choice.ts';

export interface RunOptions {
  readonly choice: RunChoice;
  /** Ids of pictures that were measured before; they are skipped. */
  readonly done?: ReadonlySet<string>;
  /** The split of a picture; pictures without one are measured too. */
  readonly splitOf?: (id: string) => Split | undefined;
  /** Whether a picture belongs to this run. Default: all do. */
  readonly isWanted?: (id: string) => boolean;
  /** Maximum number of new pictures. */
  readonly limit?: number;
  readonly report: ReportProblem;
  /** Called before each picture is read; measuring waits for it. */
  readonly onBegun?: (id: string) => Promise<void> | void;
  /** Called for each picture that could not be measured, after the error was reported. */
  readonly onFailed?: (id: string, code: ErrorCode) => void;
  /** Ends the run after the pictures in progress. */
  readonly signal?: AbortSignal;
}

/**
 * Yields records in the order in which they are finished. Files are read only as fast as workers take them, so that
 * memory stays bounded.
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

/** Errors in the file itself are reported by the worker that decodes it. */
async function truthOf(
  id: string,
  file: Blob,
  { path }: AnnotatedPicture['picture'],
  annotation: Annotation,
  report: ReportProblem,
): Promise<TruePicture> {
  const header = await checkPicture(file, path).catch(() => undefined);
  const stored = header?.size === undefined ? undefined : { ...header.size, orientation: header.orientation };
  return {
    ...{ id, path, class: annotation.class },
    ...(annotation.boxes === undefined ? {} : { boxes: fitBoxes(annotation, stored, report) }),
    ...(annotation.mask === undefined ? {} : { mask: await maskOf(annotation.mask) }),
    ...(header === undefined ? {} : { header }),
  };
}

/** @throws CamLensError `file-unreadable` and what its source throws */
async function maskOf(mask: NonNullable<Annotation['mask']>): Promise<UndecodedMask> {
  const { path, place } = mask;
  const file = await mask.read();
  if (file === undefined) throw new CamLensError('file-unreadable', `The mask ${place} cannot be read.`);
  return { file, path, place };
}
