/** A worker of a run: one network, and the decoding and stages of its pictures. */
import { CamLensError } from '../errors.ts';
import { createExplainer, type Explainer, engineOf } from '../pipeline/api/explainer.ts';
import { lensInfo } from '../pipeline/api/lens-info.ts';
import { takeModel } from '../pipeline/model/stored-model.ts';
import { setNetworkThreads } from '../pipeline/network/network.ts';
import { serve } from '../pipeline/worker/serve.ts';
import { tell } from '../pipeline/pulse.ts';
import { measureFiles } from './measure-files.ts';
import type { RunWorker } from './protocol.ts';

let explainer: Explainer | undefined;

function started(): Explainer {
  if (explainer === undefined) throw new CamLensError('internal', 'The worker of a run was used before it started.');
  return explainer;
}

serve({
  async start({ methods = [], model, ...machine }, threads) {
    setNetworkThreads(threads);
    explainer = await createExplainer({
      ...{ ...machine, model: await takeModel(model) },
      ...(methods.length === 0 ? {} : { methods }),
      onSoftware: 'cpu',
      onProgress: ({ message }) => tell(message),
    });
    explainer.check(methods, machine.layers ?? [explainer.model.defaultLayer]);
    return lensInfo(explainer);
  },

  alive: () => engineOf(started()).alive,

  measure: (files, choice) => measureFiles(started(), files, choice),
} satisfies RunWorker);
