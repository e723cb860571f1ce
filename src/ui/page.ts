/** The page's entry: the elements, and the pipeline behind them. */
import { createLens, describeModelFiles } from '../pipeline/remote.ts';
import './define/index.ts';

const app = document.querySelector('cam-lens-app');
if (app !== null) {
  app.link = location.hash;
  app.createLens = createLens;
  app.describeModel = describeModelFiles;
}
