/** The explainer used by the page's calls. */
import { CamLensError } from '../errors.ts';
import { createExplainer, type Explainer } from '../pipeline/api/explainer.ts';
import { lensInfo } from '../pipeline/api/lens-info.ts';
import { tellAssumptions } from '../pipeline/model/told-model.ts';
import { methodNamed, methods as allMethods } from '../pipeline/recipe/methods/index.ts';
import type { Method } from '../pipeline/recipe/methods/method.ts';
import { refinementRefusal, type RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import { readTarget } from '../pipeline/recipe/read-target.ts';
import type { HeadlessInfo, PageOptions } from './calls.ts';
import { chooseLayers, chooseMethods } from './choose.ts';
import { debugOf } from './comparing.ts';
import { openModel } from './model.ts';
import { tellProgress } from './progress.ts';

let explainer: Explainer | undefined;

export function startedExplainer(): Explainer {
  if (explainer === undefined) throw new CamLensError('internal', 'The page was not started.');
  return explainer;
}

export async function start(options: PageOptions): Promise<HeadlessInfo> {
  const { methods = [], class: name = 'predicted', model: given, layers: wanted, debug, ...machine } = options;
  if (methods !== 'all') methods.forEach(methodNamed);
  const model = await openModel(given);
  readTarget(name, model.classes);
  const layers = chooseLayers(wanted, model.description);
  explainer = await createExplainer({
    ...{ ...machine, ...debugOf(debug), model, layers, onProgress: tellProgress },
    ...(methods.length === 0 ? {} : { methods: methods === 'all' ? quickMethods(machine.refine) : methods }),
  });
  const info = lensInfo(explainer);
  const { methods: chosen, leftOut } = chooseMethods(methods, info.methods, layers, machine.refine);
  explainer.check(chosen, layers);
  return {
    ...info,
    model: { ...info.model, assumed: model.assumed ?? [] },
    assumptions: tellAssumptions(model),
    chosen: { methods: chosen, layers },
    leftOut,
  };
}

function quickMethods(refine: RefinementName = 'none'): readonly string[] {
  const isPossible = (method: Method): boolean => refine === 'none' || refinementRefusal(method) === undefined;
  return allMethods.filter((method) => method.isSlow !== true && isPossible(method)).map(({ name }) => name);
}
