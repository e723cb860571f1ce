/** The tasks of a journey, each in a worker of its own, which then ends with all that it has loaded. */
import { proxy, wrap, type Remote } from 'comlink';
import type { JourneyTasks, ReadyOptions } from '../../src/benchmark/journey/measure-journey.ts';
import { unwrap, type Answer } from '../../src/pipeline/worker/answer.ts';
import type { JourneyWorker } from './journey.worker.ts';
import type { Progress } from './table.ts';

export function journeyWorkers(work: Omit<ReadyOptions, 'onProgress'>, file: Blob, progress: Progress): JourneyTasks {
  const tell = proxy(progress);
  let colds = 0;
  return {
    reference: () => inWorker((worker) => worker.reference(work, file, tell)),
    ready: (expected) => inWorker((worker) => worker.ready(work, file, expected, tell)),
    cold: () => {
      progress(`Cold journey ${++colds}`);
      const begunMs = performance.timeOrigin + performance.now();
      return inWorker((worker) => worker.cold({ ...work, begunMs }, file));
    },
  };
}

async function inWorker<Result>(task: (worker: Remote<JourneyWorker>) => Promise<Answer<Result>>): Promise<Result> {
  const worker = new Worker(new URL('./journey.worker.ts', import.meta.url), { type: 'module' });
  try {
    const failed = new Promise<never>((_, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    return unwrap(await Promise.race([task(wrap<JourneyWorker>(worker)), failed]));
  } finally {
    worker.terminate();
  }
}
