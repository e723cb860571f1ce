/** A worker of a run: one network, and the decoding and stages of its pictures. */
import { expose } from 'comlink';
import { CamLensError } from '../errors.ts';
import { createExplainer, type Explainer, engineOf } from '../pipeline/api/explainer.ts';
import { lensInfo } from '../pipeline/api/lens-info.ts';
import { takeModel } from '../pipeline/model/stored-model.ts';
import { setNetworkThreads } from '../pipeline/network/network.ts';
import { answer } from '../pipeline/worker/protocol.ts';
import { startPulse, tell } from '../pipeline/pulse.ts';
import { measureFiles } from './measure-files.ts';
import type { RunWorker } from './protocol.ts';

let explainer: Explainer | undefined;

function started(): Explainer {
  if (explainer === undefined) throw new CamLensError('internal', 'The worker of a run was used before it started.');
  return explainer;
}

const runWorker: RunWorker = {
  start: ({ methods = [], model, ...machine }, threads) =>
    answer(async () => {
      setNetworkThreads(threads);
      explainer = await createExplainer({
        ...{ ...machine, model: await takeModel(model) },
        onSoftware: 'cpu',
        onProgress: ({ message }) => tell(message),
      });
      explainer.check(methods, machine.layers ?? [explainer.model.defaultLayer]);
      return lensInfo(explainer);
    }),

  alive: () => answer(() => engineOf(started()).alive),

  measure: (files, choice) => answer(() => measureFiles(started(), files, choice)),
};

startPulse();
expose(runWorker);
