/** `createLens`: the pipeline in a worker of its own, so that the page never stutters and ending it frees all memory. */
import { proxy, wrap } from 'comlink';
import { CamLensError } from '../errors.ts';
import { defaultModel } from './explainer-defaults.ts';
import type { Lens, LensOptions, LoadProgress } from './lens.ts';
import type { OfferedModel } from './model-offer.ts';
import type { ModelFiles, ModelSummary } from './model/model-files.ts';
import { unwrap, type Answer, type LensWorker } from './protocol.ts';

/**
 * Starts the worker, loads the model and prepares the machine.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `no-webgpu`, `bad-option`
 */
export async function createLens(options: LensOptions = {}): Promise<Lens> {
  const { worker, remote, settle, end } = startWorker();
  let lastTicket = 0;
  const { backend = 'auto', model = defaultModel, onProgress = (): void => undefined, ...rest } = options;
  try {
    const info = await settle(
      remote.start({ ...rest, backend, model: typeof model === 'string' ? whole(model) : model }, proxy(onProgress)),
    );
    return {
      info,
      open: (file, name) => settle(remote.open(file, name)),
      explain: (id, choice, { onProgress: tell, signal } = {}) => {
        const ticket = ++lastTicket;
        const answer = settle(remote.explain(id, choice, tell === undefined ? null : proxy(tell), ticket));
        const stop = (): void => void remote.stop(ticket);
        if (signal?.aborted === true) stop();
        signal?.addEventListener('abort', stop);
        return answer.finally(() => signal?.removeEventListener('abort', stop));
      },
      locate: (id, threshold) => settle(remote.locate(id, threshold)),
      paint: (id, painting) => settle(remote.paint(id, painting)),
      close: (id) => settle(remote.close(id)),
      destroy: () => end('The lens was destroyed.'),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/**
 * What is known of a model that somebody brings, in a worker of its own: reading 100 MB would hold up the page.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `operator-unsupported`, `bad-option`
 */
export async function describeModelFiles(model: ModelFiles): Promise<ModelSummary> {
  const { worker, remote, settle } = startWorker();
  try {
    return await settle(remote.describe(model));
  } finally {
    worker.terminate();
  }
}

/**
 * Loads a model once for all that it is needed for later, and says what it offers, in a worker of its own; no network is
 * started. What comes back can be handed on as the `model` of a run.
 * @param size width and height of the network's input in pixels; the model's own unless said
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `operator-unsupported`, `bad-option`
 */
export async function loadModelOffer(
  model: string = defaultModel,
  onProgress: (progress: LoadProgress) => void = () => undefined,
  size?: number,
): Promise<OfferedModel> {
  const { worker, remote, settle } = startWorker();
  try {
    return await settle(remote.loadOffer(whole(model), size ?? null, proxy(onProgress)));
  } finally {
    worker.terminate();
  }
}

/** An address that means the same in the worker. */
function whole(address: string): string {
  return new URL(address, globalThis.location.href).href;
}

function startWorker() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens' });
  return { worker, remote: wrap<LensWorker>(worker), ...settleUntilEnd(worker) };
}

/** A worker that has ended answers no more: what waits for it is rejected then, and whatever is asked later. */
function settleUntilEnd(worker: Worker) {
  const waiting = new Set<(error: CamLensError) => void>();
  let ended: CamLensError | undefined;

  const end = (message: string): void => {
    worker.terminate();
    ended ??= new CamLensError('internal', message);
    for (const reject of waiting) reject(ended);
  };
  // A script that cannot be loaded gives an event without a message.
  worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
    end(
      message === undefined || message === ''
        ? "The page's worker could not be loaded; reload the page."
        : `The page's worker failed (${message}); reload the page.`,
    ),
  );
  worker.addEventListener('messageerror', () =>
    end("An answer of the page's worker could not be read; reload the page."),
  );

  const settle = <T>(answer: Promise<Answer<T>>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      waiting.add(reject);
      void answer
        .then((given) => resolve(unwrap(given)))
        .catch(reject)
        .finally(() => waiting.delete(reject));
    });
  return { settle, end };
}
