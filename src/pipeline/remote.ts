/** `createLens`: the pipeline in a worker of its own, so that the page never stutters and ending it frees all memory. */
import { proxy, wrap } from 'comlink';
import { defaultModel } from './explainer-defaults.ts';
import type { Lens, LensOptions } from './lens.ts';
import { unwrap, type LensWorker } from './protocol.ts';

/**
 * Starts the worker, loads the model and prepares the machine.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `no-webgpu`, `bad-option`
 */
export async function createLens(options: LensOptions = {}): Promise<Lens> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens' });
  const remote = wrap<LensWorker>(worker);
  const model = new URL(options.model ?? defaultModel, globalThis.location.href).href;
  try {
    const onProgress = proxy(options.onProgress ?? ((): void => undefined));
    const info = unwrap(await remote.start({ backend: options.backend ?? 'auto', model }, onProgress));
    return {
      info,
      open: async (file, name) => unwrap(await remote.open(file, name)),
      explain: async (id, choice) => unwrap(await remote.explain(id, choice)),
      locate: async (id, threshold) => unwrap(await remote.locate(id, threshold)),
      paint: async (id, painting) => unwrap(await remote.paint(id, painting)),
      close: async (id) => unwrap(await remote.close(id)),
      destroy: () => worker.terminate(),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
