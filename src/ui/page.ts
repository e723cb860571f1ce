/** The page's entry: the elements, and the pipeline behind them. */
import { builtInModel } from '../pipeline/explainer-defaults.ts';
import { createLens, describeModelFiles } from '../pipeline/remote.ts';
import './define/index.ts';

const app = document.querySelector('cam-lens-app');
if (app !== null) {
  app.link = location.hash;
  app.createLens = (options) => createLens({ model: builtInModel(), ...options });
  app.describeModel = describeModelFiles;
}
