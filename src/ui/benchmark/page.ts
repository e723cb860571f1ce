/** The entry of the page that measures shaders. */
import { servedByWorker } from '../shared/site-worker.ts';
import { trustOwnScripts } from '../../trusted-scripts.ts';
import './cam-lens-benchmark.define.ts';
import { startBenchmark } from './start-benchmark.ts';
import { startTuning } from './start-tuning.ts';

trustOwnScripts();

const page = document.querySelector('cam-lens-benchmark');
if (page !== null) {
  if (import.meta.env.MODE === 'site') await servedByWorker();
  page.start = startBenchmark;
  page.startTuning = startTuning;
}
