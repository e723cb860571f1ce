/**
 * An evaluation: pictures are streamed from the command's server through the workers, and records back to the command.
 */
import { classNames, readClassMap } from '../datasets/class-map.ts';
import { countPictures } from '../datasets/count-pictures.ts';
import { formats } from '../datasets/formats.ts';
import { listingSource } from '../datasets/listing-source.ts';
import { annotatedPictures, type AnnotatedPicture } from '../datasets/pair.ts';
import { judged, noteCodes, Problems } from '../datasets/problems.ts';
import { readAnnotations, type Annotations } from '../datasets/read-annotations.ts';
import { readSplit } from '../datasets/read-split.ts';
import type { DataSource } from '../datasets/source.ts';
import { tarSourceAt } from '../datasets/tar-source.ts';
import type { ErrorCode } from '../errors.ts';
import { AskedClassMap, matchClassMap, matchSplit } from '../datasets/unmatched.ts';
import { writeRecord } from '../evaluation/record-lines.ts';
import { isInShard } from '../runs/shard.ts';
import { runSuspectsLast } from '../runs/suspects-last.ts';
import type { DataPlace, RunEnd, RunNews, EvaluationRequest } from './evaluation-calls.ts';
import { tellProgress } from './progress.ts';
import { startedClasses, startedPool } from './start-run.ts';

declare global {
  interface Window {
    /** Set by the command. */
    camLensNews?: (news: RunNews) => Promise<void>;
  }
}

type Wanted = (id: string) => boolean;

/** @throws CamLensError `table-unreadable` for the split or the class map; everything else is reported as a problem */
export async function evaluate(request: EvaluationRequest): Promise<RunEnd> {
  const pool = startedPool();
  const { choice, shard, limit = Infinity } = request;
  const splits = request.split && readSplit(request.split.text, request.split.file);
  const classes = request.classMap && new AskedClassMap(readClassMap(request.classMap.text, request.classMap.file));
  const done = new Set(request.done);
  const suspects = new Set(request.suspects);
  const isWanted: Wanted = (id) => !done.has(id) && (shard === undefined || isInShard(id, shard));

  // Awaited before the end, and with the next record, so that reports arrive in order.
  let told = Promise.resolve();
  const tell = (news: RunNews): Promise<void> => (told = told.then(() => window.camLensNews?.(news)));
  const problems = new Problems((problem) => {
    if (problem.code !== 'picture-missing')
      void tell({ about: 'problem', problem, isNote: noteCodes.has(problem.code) });
  });
  const { report } = problems;

  const annotations = await readAnnotations([sourceAt(request.annotations)], {
    report,
    ...(classes === undefined ? { modelClasses: classNames(startedClasses()) } : { classes }),
    ...(request.format === undefined ? {} : { format: request.format }),
    mayGuessFolders: request.isAnnotated !== true,
  });
  const { format } = annotations;
  if (format !== undefined) await tell({ about: 'format', format });
  if (format !== undefined && (request.format ?? 'auto') === 'auto') {
    const message = formats[format].hasBoxes
      ? `Format of the annotations: ${formats[format].title} (--format selects another).`
      : 'There are no annotations: the folders of the pictures are taken as their classes, and no boxes are compared ' +
        '(--annotations names annotations, --format masks reads PNG masks).';
    tellProgress({ message });
  }
  if (classes !== undefined && request.classMap !== undefined) {
    const found = annotations.byId.size > 0 || problems.count('annotation-class') > 0;
    const message = matchClassMap(classes, found, request.classMap.file);
    if (message !== undefined) tellProgress({ message });
  }
  if (splits !== undefined && request.split !== undefined) {
    matchSplit(splits, annotations.byId, request.split.file, report);
  }
  const pictures = (): AsyncGenerator<AnnotatedPicture> =>
    annotatedPictures([sourceAt(request.images)], annotations, report);
  let measured = 0;
  const tellTotal = (count: number, isExact: boolean): Promise<void> =>
    tell({ about: 'total', pictures: Math.min(count, limit) - measured, isExact });
  if (request.images.kind === 'folder') {
    // Reading a listing twice is quick.
    await tellTotal(await countPictures([sourceAt(request.images)], annotations, { isWanted, report }), true);
  } else {
    await tellTotal([...annotations.byId].filter(([id]) => isWanted(id)).length, false);
    void countArchive(request.images, annotations, isWanted, limit).then((count) => tellTotal(count, true));
  }
  const shared = {
    ...{ choice, report },
    splitOf: (id: string) => splits?.get(splits.match(id) ?? ''),
    // Awaited, because the command can suspect only pictures that it was told about before this page died.
    onBegun: (id: string) => tell({ about: 'begun', id }),
    onFailed: (id: string, code: ErrorCode) => void tell({ about: 'failed', id, code }),
  };
  for await (const record of runSuspectsLast(pictures, pool, { ...shared, limit, isWanted, suspects })) {
    measured++;
    await tell({ about: 'record', id: record.id, line: writeRecord(record) });
  }
  await told;
  return { withoutPicture: judged(problems).withoutPicture };
}

/** Runs beside the evaluation, which does not wait for it and reports problems of the archive. */
function countArchive(images: DataPlace, annotations: Annotations, isWanted: Wanted, most: number): Promise<number> {
  return countPictures([sourceAt(images)], annotations, { isWanted, most, report: () => undefined });
}

export function sourceAt({ kind, name, url }: DataPlace): DataSource {
  const absolute = new URL(url, location.href).href;
  return kind === 'tar' ? tarSourceAt(name, absolute) : listingSource(name, absolute);
}
