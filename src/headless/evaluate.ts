/** An evaluation: pictures stream from the command's server through the workers; records stream back to the command. */
import { readClassMap } from '../datasets/class-map.ts';
import { listingSource } from '../datasets/listing-source.ts';
import { pair, type AnnotatedPicture } from '../datasets/pair.ts';
import type { Report } from '../datasets/problems.ts';
import { readAnnotations, type Annotations } from '../datasets/read-annotations.ts';
import { readPictures } from '../datasets/read-pictures.ts';
import { readSplit } from '../datasets/read-split.ts';
import type { DataSource } from '../datasets/source.ts';
import { tarSourceAt } from '../datasets/tar-source.ts';
import { writeRecord } from '../evaluation/record-lines.ts';
import { runEvaluation } from '../runs/run.ts';
import { isInShard } from '../runs/shard.ts';
import type { DataPlace, RunEnd, RunNews, RunRequest } from './evaluation-calls.ts';
import { startedPool } from './start-run.ts';

declare global {
  interface Window {
    /** Set by the command. */
    camLensNews?: (news: RunNews) => Promise<void>;
  }
}

type Wanted = (id: string) => boolean;

/** @throws CamLensError `table-unreadable` for the split or the class map; everything else is told as a problem */
export async function evaluate(request: RunRequest): Promise<RunEnd> {
  const pool = startedPool();
  const { choice, shard, limit = Infinity } = request;
  const splits = request.split && readSplit(request.split.text, request.split.file);
  const classes = request.classMap && readClassMap(request.classMap.text, request.classMap.file);
  const done = new Set(request.done);
  const isWanted: Wanted = (id) => !done.has(id) && (shard === undefined || isInShard(id, shard));

  // Waited for before the end, and with the next record: what is told comes in order.
  let told = Promise.resolve();
  const tell = (news: RunNews): Promise<void> => (told = told.then(() => window.camLensNews?.(news)));
  let withoutPicture = 0;
  const report: Report = (problem) => {
    if (problem.code === 'picture-missing') withoutPicture++;
    else void tell({ about: 'problem', problem });
  };

  const annotations = await readAnnotations([sourceAt(request.annotations)], {
    report,
    ...(classes === undefined ? {} : { classes }),
  });
  const pictures = pair(readPictures([sourceAt(request.images)], report), annotations, report);
  await tell({ about: 'total', ...(await countPictures(request.images, annotations, isWanted, limit)) });
  const records = runEvaluation(pictures, pool, {
    ...{ choice, isWanted, limit, report },
    splitOf: (id) => splits?.get(splits.match(id) ?? ''),
  });
  for await (const record of records) await tell({ about: 'record', id: record.id, line: writeRecord(record) });
  await told;
  return { withoutPicture };
}

export function sourceAt({ kind, name, url }: DataPlace): DataSource {
  const absolute = new URL(url, location.href).href;
  return kind === 'tar' ? tarSourceAt(name, absolute) : listingSource(name, absolute);
}

/** A folder's listing is quickly read twice; of an archive it is known how many pictures are annotated. */
async function countPictures(
  images: DataPlace,
  annotations: Annotations,
  isWanted: Wanted,
  limit: number,
): Promise<{ pictures: number; isExact: boolean }> {
  const silent: Report = () => undefined;
  const isExact = images.kind === 'folder';
  let count = 0;
  if (isExact) {
    const pictures: AsyncIterable<AnnotatedPicture> = pair(
      readPictures([sourceAt(images)], silent),
      annotations,
      silent,
    );
    for await (const { id } of pictures) count += Number(isWanted(id));
  } else {
    for (const [id] of annotations.byId) count += Number(isWanted(id));
  }
  return { pictures: Math.min(count, limit), isExact };
}
