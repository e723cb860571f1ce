/** A model whose graph is parsed and prepared, once for all uses. */
import { Classifier } from '../../autodiff/classifier.ts';
import { withOutputStride } from '../../autodiff/output-stride.ts';
import { readModel } from '../../onnx/read.ts';
import { inputSize } from './input-side.ts';
import type { LoadedModel } from './loaded-model.ts';

export interface PreparedModel extends LoadedModel {
  readonly classifier: Classifier;
  /** Value of the graph → how many times finer its maps are than in the file's network; empty unless a stride is requested. */
  readonly finer?: ReadonlyMap<string, number>;
}

/**
 * Returns a prepared model, such as one from `loadModel`, unchanged. A model that was copied to another thread is
 * prepared again, because copying removes the methods of its `Classifier`.
 * @throws CamLensError see readModel, Classifier and withOutputStride
 */
export function prepareModel(model: LoadedModel | PreparedModel): PreparedModel {
  const { bytes, description, files } = model;
  const { stride } = description;
  const known = 'classifier' in model && model.classifier instanceof Classifier ? model : undefined;
  if (known !== undefined && (stride === undefined || known.finer !== undefined)) return known;
  const classifier = known?.classifier ?? new Classifier(readModel(bytes, description.file, files), description.logits);
  if (stride === undefined) return { ...model, classifier };
  return { ...model, ...withOutputStride(classifier, stride, inputSize(description.input)) };
}

/**
 * The same model with finer maps.
 * @param stride in pixels of the input (see ModelDescription); default: that of the description
 */
export function withStride(model: LoadedModel | PreparedModel, stride: number | undefined): LoadedModel {
  if (stride === undefined || stride === model.description.stride) return model;
  const { bytes, classes, files, assumed, notes } = model;
  const description = { ...model.description, stride };
  if (!('finer' in model)) return { ...model, description };
  // It was prepared for another stride.
  return {
    ...{ bytes, classes, description },
    ...(files === undefined ? {} : { files }),
    ...(assumed === undefined ? {} : { assumed }),
    ...(notes === undefined ? {} : { notes }),
  };
}
