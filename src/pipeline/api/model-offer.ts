/** What a model supports, as plain data that can be sent to another thread. Nothing needs to run for it. */
import type { MethodInfo, ModelOffer } from './lens.ts';
import type { LoadProgress } from '../load-progress.ts';
import { methods } from '../recipe/methods/index.ts';
import type { Method } from '../recipe/methods/method.ts';
import { refinementRefusal } from '../recipe/refine/refinements.ts';
import { ExplainableLayers } from '../network/explainable-layers.ts';
import { inputSide, inputSize } from '../model/input-side.ts';
import { storeModel, type StoredModel } from '../model/stored-model.ts';
import { loadModel } from '../model/model.ts';
import type { Size } from '../types.ts';

export interface OfferedModel {
  readonly offer: ModelOffer;
  readonly model: StoredModel;
}

/**
 * @param address of the model's description
 * @param size of the network's input, in pixels; default: the model's own
 * @throws CamLensError see loadModel; `bad-option` for a size that the model does not accept
 */
export async function loadOffer(
  address: string,
  size: number | undefined,
  onProgress: (progress: LoadProgress) => void,
): Promise<OfferedModel> {
  const model = await loadModel(address, onProgress);
  const fed = inputSize(model.description.input, inputSide(model.description, size));
  return { offer: modelOffer(ExplainableLayers.of(model), model.classes, fed), model: storeModel(model) };
}

function refineRefusal(method: Method): Pick<MethodInfo, 'refineRefusal'> {
  const refusal = refinementRefusal(method);
  return refusal === undefined ? {} : { refineRefusal: refusal };
}

/**
 * @param size of the network's input
 */
export function modelOffer(layers: ExplainableLayers, classes: readonly string[], size: Size): ModelOffer {
  const { name, title = name, sha256, input, logits, defaultLayer, strip } = layers.description;
  return {
    model: { name, title, ...(sha256 === undefined ? {} : { sha256 }) },
    ...{ normalization: input.normalization, output: logits },
    methods: methods.map((method) => ({
      ...refineRefusal(method),
      ...{ name: method.name, title: method.title, paper: method.paper, formula: method.formula, at: method.at },
      isSlow: method.isSlow === true,
      refusals: layers.refusals(method),
      ...(method.caution === undefined ? {} : { caution: method.caution }),
    })),
    layers: layers.names,
    mapSizes: layers.mapSizes(size),
    ...{ defaultLayer, strip, classes },
  };
}
