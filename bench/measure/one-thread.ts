/**
 * A measurement with one thread. It needs a separate worker, because the number of threads is fixed when ONNX Runtime
 * starts.
 */
import { setNetworkThreads } from '../../src/pipeline/network/network.ts';
import type { BenchOptions, BenchMeasure, TableRow } from './table.ts';

type Message = { readonly progress: string } | { readonly rows: readonly TableRow[] } | { readonly failed: string };

/** In the worker: measures when a message with the options arrives, and posts the rows. */
export function answerOnOneThread(measure: BenchMeasure): void {
  const post = (message: Message): void => globalThis.postMessage(message);
  globalThis.onmessage = ({ data }: MessageEvent<Pick<BenchOptions, 'rounds' | 'model'>>) => {
    setNetworkThreads(1);
    measure({ ...data, progress: (message) => post({ progress: message }) }).then(
      (rows) => post({ rows }),
      (error: unknown) => post({ failed: String(error) }),
    );
  };
}

/** In the page: sends the options, waits for the rows, and terminates the worker. */
export function measureIn(worker: Worker, { progress, rounds, model }: BenchOptions): Promise<readonly TableRow[]> {
  return new Promise<readonly TableRow[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('progress' in data) progress(`One thread: ${data.progress}`);
      else if ('rows' in data) resolve(data.rows);
      else reject(new Error(data.failed));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ rounds, model });
  }).finally(() => worker.terminate());
}
