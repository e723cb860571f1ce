/** The entry of the page for data sets: the elements, and the machine behind them. */
import type { StoredModel } from '../../pipeline/model/stored-model.ts';
import { builtInModel } from '../../pipeline/model/built-in-model.ts';
import { loadModelOffer } from '../../pipeline/worker/remote.ts';
import { Pool } from '../../runs/pool.ts';
import { createRunFile } from '../../runs/run-file.ts';
import './cam-lens-evaluation.define.ts';

/** Loaded once, for the page and for every worker. */
let model: string | StoredModel = builtInModel();

const page = document.querySelector('cam-lens-evaluation');
if (page !== null) {
  page.means = {
    loadOffer: async (tell) => {
      const loaded = await loadModelOffer(builtInModel(), ({ message }) => tell(message));
      model = loaded.model;
      return loaded.offer;
    },
    createPool: (machine, onProgress) => Pool.create({ machine: { ...machine, backend: 'auto', model }, onProgress }),
    createStore: createRunFile,
  };
}
