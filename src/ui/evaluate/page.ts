/** The entry of the page for data sets: the elements, and the machinery for runs. */
import type { StoredModel } from '../../pipeline/model/stored-model.ts';
import { loadModelOffer } from '../../pipeline/worker/remote.ts';
import { Pool } from '../../runs/pool.ts';
import { createRunFile } from '../../runs/run-file.ts';
import { keepInAddressBar } from '../shared/address-bar.ts';
import { pageModel } from '../shared/page-model.ts';
import { servedByWorker } from '../shared/site-worker.ts';
import { trustOwnScripts } from '../../trusted-scripts.ts';
import './cam-lens-evaluation.define.ts';

/** Loaded once, for the page and for every worker. */
let model: string | StoredModel = pageModel();

trustOwnScripts();

const page = document.querySelector('cam-lens-evaluation');
if (page !== null) {
  keepInAddressBar(page);
  if (import.meta.env.MODE === 'site') await servedByWorker();
  page.means = {
    loadOffer: async (tell) => {
      const loaded = await loadModelOffer(pageModel(), tell);
      model = loaded.model;
      return loaded.offer;
    },
    createPool: (machine, onProgress) => Pool.create({ machine: { ...machine, backend: 'auto', model }, onProgress }),
    createStore: createRunFile,
  };
}
