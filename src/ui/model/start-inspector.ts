/** The page's end of its worker. */
import { CamLensError } from '../../errors.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { ModelFiles } from '../../pipeline/model/model-files.ts';
import { WorkerHandle, type CallsOf } from '../../pipeline/worker/worker-handle.ts';
import type { ModelFacts, ModelTold, ModelWorker } from './model-protocol.ts';

/** A model that is loaded, in a worker of its own. Every call rejects with a CamLensError. */
export interface Inspector extends Omit<CallsOf<ModelWorker>, 'load'> {
  readonly facts: ModelFacts;
  /** Ends the worker, which frees all memory. */
  end(): void;
}

/** @throws CamLensError as createExplainer; `worker-failed`; `ended` by the signal */
export type StartInspector = (
  model: string | ModelFiles,
  onProgress: (progress: LoadProgress) => void,
  /** Ends a load. */
  signal: AbortSignal,
) => Promise<Inspector>;

export const startInspector: StartInspector = async (model, onProgress, signal) => {
  const worker = new WorkerHandle<ModelWorker, ModelTold>(
    new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module', name: 'cam-lens model' }),
    { called: 'The worker of this page', remedy: 'reload the page', onTold: ({ progress }) => onProgress(progress) },
  );
  const { load, look, show, write } = worker.calls;
  const end = (): void => worker.end(new CamLensError('ended', 'The model is no longer used.'));
  signal.addEventListener('abort', end);
  try {
    const facts = await load(typeof model === 'string' ? new URL(model, globalThis.location.href).href : model);
    return { facts, look, show, write, end };
  } catch (error) {
    end();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
};
