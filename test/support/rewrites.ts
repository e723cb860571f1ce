/** The rewrites and lists of src/autodiff, of a model that is made ready for each call. */
import * as gradients from '../../src/autodiff/add-gradients.ts';
import { Classifier, type PictureSize } from '../../src/autodiff/classifier.ts';
import * as tail from '../../src/autodiff/cut.ts';
import * as forward from '../../src/autodiff/forward.ts';
import * as candidates from '../../src/autodiff/list-layers.ts';
import * as sizes from '../../src/autodiff/map-sizes.ts';
import * as depths from '../../src/autodiff/weight-levels.ts';
import type { Model } from '../../src/onnx/messages.ts';

export type GradientModel = gradients.GradientModel;

type Layers = Readonly<Record<string, string>>;

export function addGradients(
  model: Model,
  { logits, ...request }: gradients.GradientRequest & { readonly logits?: string },
): gradients.GradientModel {
  return gradients.addGradients(new Classifier(model, logits), request);
}

export function toForward(model: Model, logits?: string): forward.ForwardModel {
  return forward.toForward(new Classifier(model, logits));
}

export function cutAt(model: Model, value: string, logits?: string): tail.Tail {
  return tail.cutAt(new Classifier(model, logits), value);
}

export function listLayers(model: Model, logits?: string): readonly candidates.LayerCandidate[] {
  return candidates.listLayers(new Classifier(model, logits));
}

export function findMapSizes(model: Model, layers: Layers, side: number): ReturnType<typeof sizes.findMapSizes> {
  return sizes.findMapSizes(new Classifier(model), layers, { width: side, height: side });
}

/** Also the model whose weights are named: as rewrites see it. */
export function weightLevels(
  model: Model,
  layers: Layers,
): { readonly model: Model; readonly levels: readonly depths.WeightLevel[] } {
  const classifier = new Classifier(model);
  return { model: classifier.model, levels: depths.weightLevels(classifier, layers) };
}

export function withPictureSize(model: Model, size: PictureSize): Model {
  return new Classifier(model).at(size).model;
}
