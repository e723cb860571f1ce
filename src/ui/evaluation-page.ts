/** The entry of the page for data sets: the elements, and the machine behind them. */
import { defaultModel } from '../pipeline/explainer-defaults.ts';
import { createLens } from '../pipeline/remote.ts';
import { Pool } from '../runs/pool.ts';
import { createRunFile } from '../runs/run-file.ts';
import './define/cam-lens-evaluation.ts';

const model = new URL(defaultModel, location.href).href;
const page = document.querySelector('cam-lens-evaluation');
if (page !== null) {
  page.means = {
    loadInfo: async () => {
      const lens = await createLens({ model });
      lens.destroy();
      return lens.info;
    },
    createPool: (machine, onProgress) => Pool.create({ machine: { ...machine, backend: 'auto', model }, onProgress }),
    createStore: createRunFile,
  };
}
