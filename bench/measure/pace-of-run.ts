/** An evaluation of sample photos, as `evaluate` makes it, timed from when all workers are busy. */
import type { AnnotatedPicture } from '../../src/datasets/pair.ts';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { defaultThreshold } from '../../src/pipeline/explainer-defaults.ts';
import type { Pool } from '../../src/runs/pool.ts';
import { usualThresholds, type MeasureName, type RunChoice } from '../../src/runs/run-choice.ts';
import { runEvaluation } from '../../src/runs/run.ts';
import type { Pace } from './bare-network.ts';
import type { Photo } from './photos.ts';

export const layer = 'layer4';
export const methods = ['cam', 'grad-cam'] as const;

/**
 * @param leastMs for so long, and for twice as many pictures as are under way at once
 * @throws Error where a picture cannot be measured
 */
export async function paceOfRun(
  pool: Pool,
  given: readonly Photo[],
  measures: readonly MeasureName[],
  leastMs: number,
  onRecord: (done: number) => void | Promise<void> = () => undefined,
): Promise<Pace> {
  const choice: RunChoice = {
    ...{ methods, layers: [layer], sources: ['true'], measures },
    ...{ thresholds: usualThresholds, boxThreshold: defaultThreshold },
  };
  const stop = new AbortController();
  const problems: string[] = [];
  const report = ({ message }: { readonly message: string }): void => void problems.push(message);
  let [done, bytes, begunMs, perSecond] = [0, 0, 0, 0];
  for await (const record of runEvaluation(repeated(given), pool, { choice, signal: stop.signal, report })) {
    bytes += writeRecord(record).length;
    done++;
    await onRecord(done);
    const nowMs = performance.now();
    const timed = done - pool.capacity;
    if (timed === 0) begunMs = nowMs;
    const isEnough = timed >= pool.capacity && nowMs - begunMs >= leastMs;
    if (isEnough && perSecond === 0) perSecond = (1000 * timed) / (nowMs - begunMs);
    if (isEnough || problems.length > 0) stop.abort();
  }
  if (problems.length > 0 || bytes === 0) throw new Error(problems.join('\n') || 'Nothing was measured.');
  return { done, perSecond };
}

async function* repeated(given: readonly Photo[]): AsyncGenerator<AnnotatedPicture> {
  for (let i = 0; ; i++) {
    const { name, file, class: index, box } = given[i % given.length]!;
    const [id, path] = [`${i}`, `${i}-${name}`];
    yield {
      id,
      picture: { id, path, name, sizeBytes: file.size, read: () => Promise.resolve(file) },
      annotation: { id, path, size: undefined, class: index, boxes: [box] },
    };
    await Promise.resolve();
  }
}
