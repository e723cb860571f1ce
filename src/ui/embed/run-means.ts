/** The machinery for the runs of an element: the model that it names, loaded once, and workers of its own. */
import type { StoredModel } from '../../pipeline/model/stored-model.ts';
import type { BackendChoice } from '../../pipeline/types.ts';
import { loadModelOffer } from '../../pipeline/worker/remote.ts';
import { Pool } from '../../runs/pool.ts';
import { createRunFile } from '../../runs/run-file.ts';
import type { EvaluationMeans } from '../evaluate/evaluation-means.ts';

interface Wish {
  /** URL of the model's description. */
  readonly model: string;
  readonly backend: BackendChoice;
  /** Whether records are stored on this device. */
  readonly keep: boolean;
}

/** @param wish read when something is loaded or created */
export function runMeans(wish: () => Wish): EvaluationMeans {
  let loaded: { readonly from: string; readonly model: StoredModel } | undefined;
  const address = (): string => new URL(wish().model, document.baseURI).href;
  return {
    loadOffer: async (tell) => {
      const from = address();
      const { model, offer } = await loadModelOffer(from, tell);
      if (from === address()) loaded = { from, model };
      return offer;
    },
    createPool: (machine, onProgress) =>
      Pool.create({
        machine: { ...machine, backend: wish().backend, model: loaded?.from === address() ? loaded.model : address() },
        onProgress,
      }),
    hasGallery: false,
    createStore: async () => (wish().keep ? createRunFile() : null),
  };
}
