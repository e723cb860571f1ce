/** The page that the command drives: no interface, one object on `window`. */
import { answer } from '../pipeline/worker/answer.ts';
import type { Headless } from './calls.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { sendExport } from './export.ts';
import { listLayers } from './layers.ts';
import { listMethods } from './methods.ts';
import { makeReport } from './report.ts';
import { startRun } from './start-run.ts';
import { start } from './start.ts';
import { summariseRecords } from './summarise.ts';

declare global {
  interface Window {
    camLens: Headless;
  }
}

window.camLens = {
  start: (options) => answer(() => start(options)),
  explain: (picture, choice) => answer(() => explain(picture, choice)),
  methods: () => answer(listMethods),
  layers: (model) => answer(() => listLayers(model)),
  export: (model, choice) => answer(() => sendExport(model, choice)),
  startRun: (options) => answer(() => startRun(options)),
  evaluate: (request) => answer(() => evaluate(request)),
  summarise: (request) => answer(() => summariseRecords(request)),
  report: (request) => answer(() => makeReport(request)),
};
