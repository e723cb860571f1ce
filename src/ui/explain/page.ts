/** The page's entry: the elements, and the pipeline behind them. */
import { createLens, describeModelFiles } from '../../pipeline/worker/remote.ts';
import { keepInAddressBar } from '../shared/address-bar.ts';
import { pageModel } from '../shared/page-model.ts';
import { servedByWorker } from '../shared/site-worker.ts';
import { trustOwnScripts } from '../../trusted-scripts.ts';
import './cam-lens-app.define.ts';

trustOwnScripts();

const app = document.querySelector('cam-lens-app');
if (app !== null) {
  keepInAddressBar(app);
  if (import.meta.env.MODE === 'site') await servedByWorker();
  app.createLens = (options) => createLens({ model: pageModel(), ...options });
  app.describeModel = describeModelFiles;
}
