/** Pictures of a data set, read again and scaled down for a report. */
import { thumbnailsOf } from '../report/thumbnail.ts';
import { readAgain } from '../runs/read-again.ts';
import { sourceAt } from './evaluate.ts';
import type { ThumbnailRequest, Thumbnails } from './evaluation-calls.ts';
import { tellProgress } from './progress.ts';

export async function makeThumbnails({ pictures, ids, hasMasks }: ThumbnailRequest): Promise<Thumbnails> {
  tellProgress({ message: `Reading ${ids.length} pictures again for the report …` });
  return [...(await thumbnailsOf(readAgain([sourceAt(pictures)], ids, hasMasks)))];
}
