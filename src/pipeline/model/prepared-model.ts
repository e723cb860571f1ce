/** A model whose graph is parsed and made ready, once for all that is asked of it. */
import { Classifier } from '../../autodiff/classifier.ts';
import { readModel } from '../../onnx/read.ts';
import type { LoadedModel } from './loaded-model.ts';

export interface PreparedModel extends LoadedModel {
  readonly classifier: Classifier;
}

/**
 * As it is where it is prepared already: what `loadModel` gives is. Made ready again where it was copied to another thread,
 * which leaves a `Classifier` without its methods.
 * @throws CamLensError see readModel and Classifier
 */
export function prepareModel(model: LoadedModel | PreparedModel): PreparedModel {
  if ('classifier' in model && model.classifier instanceof Classifier) return model;
  const { bytes, description, files } = model;
  return { ...model, classifier: new Classifier(readModel(bytes, description.file, files), description.logits) };
}
