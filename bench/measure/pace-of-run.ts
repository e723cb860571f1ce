/** An evaluation of sample photos, as `evaluate` does it, timed from the moment when all workers are busy. */
import type { AnnotatedPicture } from '../../src/datasets/pair.ts';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { defaultThreshold } from '../../src/pipeline/recipe/defaults.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import type { Pool } from '../../src/runs/pool.ts';
import { usualThresholds, type MeasureName, type RunChoice } from '../../src/runs/run-choice.ts';
import { runEvaluation } from '../../src/runs/run.ts';
import type { NetworkPace } from './bare-network.ts';
import type { Photo } from './photos.ts';

export const methods = ['cam', 'grad-cam'] as const;

export interface TimedRun {
  readonly pool: Pool;
  readonly model: LoadedModel;
  readonly photos: readonly Photo[];
  readonly measures: readonly MeasureName[];
  /** Called after every picture with the number of pictures and the milliseconds since all workers were busy. */
  readonly isEnough: (pictures: number, ms: number) => boolean;
  readonly onRecord?: (done: number) => Promise<void>;
}

/** @throws Error if a picture cannot be measured */
export async function paceOfRun({ pool, model, photos, measures, isEnough, onRecord }: TimedRun): Promise<NetworkPace> {
  const { classes, description } = model;
  const choice: RunChoice = {
    ...{ methods, layers: [description.defaultLayer], sources: ['true'], measures },
    ...{ thresholds: usualThresholds, boxThreshold: defaultThreshold },
  };
  const stop = new AbortController();
  const problems: string[] = [];
  const report = ({ message }: { readonly message: string }): void => void problems.push(message);
  let [done, bytes, begunMs, perSecond] = [0, 0, 0, 0];
  for await (const record of runEvaluation(repeated(photos, classes.length), pool, {
    choice,
    signal: stop.signal,
    report,
  })) {
    bytes += writeRecord(record).length;
    done++;
    await onRecord?.(done);
    const nowMs = performance.now();
    const timed = done - pool.capacity;
    if (timed === 0) begunMs = nowMs;
    if (perSecond === 0 && timed > 0 && isEnough(timed, nowMs - begunMs)) {
      perSecond = (1000 * timed) / (nowMs - begunMs);
      stop.abort();
    }
    if (problems.length > 0) stop.abort();
  }
  if (problems.length > 0 || bytes === 0) throw new Error(problems.join('\n') || 'Nothing was measured.');
  return { done, perSecond };
}

/** For a model with few classes, the classes are wrong, which does not affect the time. */
async function* repeated(given: readonly Photo[], classes: number): AsyncGenerator<AnnotatedPicture> {
  for (let i = 0; ; i++) {
    const { name, file, class: index, box } = given[i % given.length]!;
    const [id, path] = [`${i}`, `${i}-${name}`];
    yield {
      id,
      picture: { id, path, name, sizeBytes: file.size, read: () => Promise.resolve(file) },
      annotation: { id, path, place: path, size: undefined, class: index % classes, boxes: [box] },
    };
    await Promise.resolve();
  }
}
