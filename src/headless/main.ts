/** The page that the command drives: no interface, one object on `window`. */
import { hasAdapter } from '../pipeline/device/device.ts';
import { trustOwnScripts } from '../trusted-scripts.ts';
import { answer } from '../pipeline/worker/answer.ts';
import type { HeadlessPage } from './calls.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { startRun } from './start-run.ts';
import { start } from './start.ts';
import { makeThumbnails } from './thumbnails.ts';

declare global {
  interface Window {
    camLens: HeadlessPage;
  }
}

trustOwnScripts();

window.camLens = {
  offersWebGpu: () => answer(() => hasAdapter()),
  start: (options) => answer(() => start(options)),
  explain: (picture, choice) => answer(() => explain(picture, choice)),
  startRun: (options) => answer(() => startRun(options)),
  evaluate: (request) => answer(() => evaluate(request)),
  thumbnails: (request) => answer(() => makeThumbnails(request)),
};
