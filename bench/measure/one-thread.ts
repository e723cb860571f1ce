/** A measurement on one thread: in a worker of its own, for a runtime's number of threads is fixed when it starts. */
import { setNetworkThreads } from '../../src/pipeline/network/network.ts';
import type { BenchOptions, Measure, Row } from './table.ts';

type Message = { readonly progress: string } | { readonly rows: readonly Row[] } | { readonly failed: string };

/** The worker's side: measures when it is told how often. */
export function answerOnOneThread(measure: Measure): void {
  const post = (message: Message): void => globalThis.postMessage(message);
  globalThis.onmessage = ({ data }: MessageEvent<Pick<BenchOptions, 'rounds' | 'model'>>) => {
    setNetworkThreads(1);
    measure({ ...data, progress: (message) => post({ progress: message }) }).then(
      (rows) => post({ rows }),
      (error: unknown) => post({ failed: String(error) }),
    );
  };
}

/** The page's side: waits for the worker's rows, and ends it. */
export function measureIn(worker: Worker, { progress, rounds, model }: BenchOptions): Promise<readonly Row[]> {
  return new Promise<readonly Row[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('progress' in data) progress(`One thread: ${data.progress}`);
      else if ('rows' in data) resolve(data.rows);
      else reject(new Error(data.failed));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ rounds, model });
  }).finally(() => worker.terminate());
}
