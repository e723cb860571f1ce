/** The page's entry: the elements, and the pipeline behind them. */
import { builtInModel } from '../../pipeline/model/built-in-model.ts';
import { createLens, describeModelFiles } from '../../pipeline/worker/remote.ts';
import './cam-lens-app.define.ts';

const app = document.querySelector('cam-lens-app');
if (app !== null) {
  app.link = location.hash;
  app.createLens = (options) => createLens({ model: builtInModel(), ...options });
  app.describeModel = describeModelFiles;
}
