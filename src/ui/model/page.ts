/** The entry of the page for models. */
import { trustOwnScripts } from '../../trusted-scripts.ts';
import { pageModel } from '../shared/page-model.ts';
import { servedByWorker } from '../shared/site-worker.ts';
import './cam-lens-inspector.define.ts';
import { startInspector } from './start-inspector.ts';

trustOwnScripts();

const page = document.querySelector('cam-lens-inspector');
if (page !== null) {
  if (import.meta.env.MODE === 'site') await servedByWorker();
  page.model = pageModel();
  page.start = startInspector;
}
