/** The entry of the page about the elements. */
import { documentedElements } from 'virtual:documented-elements';
import { pageModel } from '../shared/page-model.ts';
import { servedByWorker } from '../shared/site-worker.ts';
import { trustOwnScripts } from '../../trusted-scripts.ts';
import './cam-lens-guide.define.ts';
import type { DocumentedElement } from './documented.ts';

trustOwnScripts();

const guide = document.querySelector('cam-lens-guide');
if (guide !== null) {
  guide.elements = documentedElements as readonly DocumentedElement[];
  guide.model = pageModel().slice(new URL('./', location.href).href.length);
  if (import.meta.env.MODE === 'site') await servedByWorker();
}
