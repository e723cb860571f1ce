/** `createLens`: the pipeline in its own worker, so that the page never stutters and ending it frees all memory. */
import { transfer } from 'comlink';
import { CamLensError } from '../../errors.ts';
import { defaultModel } from '../model/built-in-model.ts';
import type { Lens, LensOptions } from '../api/lens.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { OfferedModel } from '../api/model-offer.ts';
import type { ModelFiles, ModelSummary } from '../model/model-files.ts';
import type { ExplainProgress, LensTold, LensWorker } from './protocol.ts';
import { WorkerHandle } from './worker-handle.ts';

/**
 * Starts the worker, loads the model and prepares the machine.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `no-webgpu`, `bad-option`, `stopped`
 */
export async function createLens(options: LensOptions = {}): Promise<Lens> {
  const { backend = 'auto', model = defaultModel, onProgress = (): void => undefined, signal: life, ...rest } = options;
  const stopped = new CamLensError('stopped', 'The lens was stopped.');
  if (life?.aborted === true) throw stopped;
  let lastTicket = 0;
  /** Explanations whose progress is reported, by ticket. */
  const followed = new Map<number, (progress: ExplainProgress) => void>();
  const worker = startWorker((told) => {
    if (told.about === 'loading') onProgress(told.progress);
    else followed.get(told.ticket)?.(told.progress);
  });
  const end = (reason: CamLensError): void => {
    life?.removeEventListener('abort', stop);
    worker.end(reason);
  };
  const stop = (): void => end(stopped);
  life?.addEventListener('abort', stop);
  const { calls } = worker;
  try {
    const info = await calls.start({ ...rest, backend, model: typeof model === 'string' ? whole(model) : model });
    return {
      info,
      open: (file, name) => calls.open(file instanceof Blob ? file : transfer(file, [file]), name),
      explain: (id, choice, { onProgress: follow, signal } = {}) => {
        const ticket = ++lastTicket;
        if (follow !== undefined) followed.set(ticket, follow);
        const answer = calls.explain(id, choice, ticket, follow !== undefined);
        // Ignores a worker that has ended meanwhile.
        const giveUp = (): void => void calls.stop(ticket).catch(() => undefined);
        if (signal?.aborted === true) giveUp();
        signal?.addEventListener('abort', giveUp);
        return answer.finally(() => {
          followed.delete(ticket);
          signal?.removeEventListener('abort', giveUp);
        });
      },
      locate: (id, threshold) => calls.locate(id, threshold),
      paint: (id, painting) => calls.paint(id, painting),
      close: (id) => calls.close(id),
      destroy: () => end(new CamLensError('ended', 'The lens was destroyed.')),
    };
  } catch (error) {
    end(isDone);
    throw error;
  }
}

/**
 * Describes a model supplied by a user, in a separate worker: reading 100 MB would block the page.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `operator-unsupported`, `bad-option`
 */
export async function describeModelFiles(model: ModelFiles): Promise<ModelSummary> {
  const worker = startWorker();
  try {
    return await worker.calls.describe(model);
  } finally {
    worker.end(isDone);
  }
}

/**
 * Loads a model once for all later uses, and returns what it supports, in a separate worker without starting a network.
 * The result can be passed as the `model` of a run.
 * @param size width and height of the network's input in pixels; default: the model's own
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `operator-unsupported`, `bad-option`
 */
export async function loadModelOffer(
  model: string = defaultModel,
  onProgress: (progress: LoadProgress) => void = () => undefined,
  size?: number,
): Promise<OfferedModel> {
  const worker = startWorker((told) => {
    if (told.about === 'loading') onProgress(told.progress);
  });
  try {
    return await worker.calls.loadOffer(whole(model), size ?? null);
  } finally {
    worker.end(isDone);
  }
}

/** A URL that also resolves in the worker. */
function whole(address: string): string {
  return new URL(address, globalThis.location.href).href;
}

function startWorker(onTold?: (told: LensTold) => void): WorkerHandle<LensWorker, LensTold> {
  return new WorkerHandle(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens' }), {
    ...{ called: "The page's worker", remedy: 'reload the page' },
    ...(onTold === undefined ? {} : { onTold }),
  });
}

const isDone = new CamLensError('ended', 'The worker has finished its work.');
