/** A run that measures its suspects last, each alone, so that the picture that crashes a page is known. */
import type { AnnotatedPicture } from '../datasets/pair.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Pool } from './pool.ts';
import { runEvaluation, type RunOptions } from './run.ts';

export interface SuspectsLastOptions extends RunOptions {
  /** Ids of pictures that may have crashed a page; they count towards the limit. */
  readonly suspects: ReadonlySet<string>;
}

/**
 * As `runEvaluation`.
 * @param pictures iterates over the data set; called a second time if there are suspects
 */
export async function* runSuspectsLast(
  pictures: () => AsyncIterable<AnnotatedPicture>,
  pool: Pick<Pool, 'measure' | 'capacity'>,
  { suspects, ...options }: SuspectsLastOptions,
): AsyncGenerator<PictureRecord> {
  const { limit = Infinity, isWanted = () => true, signal } = options;
  yield* runEvaluation(pictures(), pool, {
    ...options,
    limit: Math.max(0, limit - suspects.size),
    isWanted: (id) => isWanted(id) && !suspects.has(id),
  });
  if (suspects.size === 0 || signal?.aborted === true) return;
  const alone = { capacity: 1, measure: pool.measure.bind(pool) };
  yield* runEvaluation(pictures(), alone, { ...options, isWanted: (id) => isWanted(id) && suspects.has(id) });
}
