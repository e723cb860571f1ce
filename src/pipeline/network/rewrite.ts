/** A model's graph, rewritten to output what a kind of run requests. */
import { addGradients } from '../../autodiff/add-gradients.ts';
import { cutAt } from '../../autodiff/cut.ts';
import type { Classifier } from '../../autodiff/classifier.ts';
import type { Model } from '../../onnx/messages.ts';
import type { Need } from './needs.ts';
import type { RunRequest } from './run-request.ts';
import type { ModelDescription } from '../types.ts';

/** A model, and the names of its inputs and outputs. */
export interface Rewritten {
  readonly model: Model;
  /** Output. */
  readonly logits: string;
  /** Inputs; those that the model does not have are absent. */
  readonly image?: string;
  readonly target?: string;
  /** Of the layer where the run starts. */
  readonly activations?: string;
  /** Outputs. */
  readonly layers: Readonly<Record<string, Readonly<Partial<Record<Need, string>>>>>;
  readonly inputGradients?: string;
  readonly rollout?: string;
}

/**
 * @param valueOf the value of the graph that holds a layer's activations
 * @throws CamLensError see addGradients and cutAt
 */
export function rewrite(
  classifier: Classifier,
  description: ModelDescription,
  request: RunRequest,
  valueOf: (layer: string) => string,
): Rewritten {
  if (request.from === undefined) return withGradients(classifier, description, request, valueOf);
  const { input, ...tail } = cutAt(classifier, valueOf(request.from));
  return { ...tail, activations: input, layers: {} };
}

function withGradients(
  classifier: Classifier,
  { input }: ModelDescription,
  request: RunRequest,
  valueOf: (layer: string) => string,
): Rewritten {
  const rewritten = addGradients(classifier, {
    layers: Object.fromEntries(request.layers.map((layer) => [layer, valueOf(layer)])),
    features: Object.fromEntries((request.features ?? []).map((layer) => [layer, valueOf(layer)])),
    input: request.input,
    relu: request.relu,
    rollout: request.rollout === true,
  });
  const full = Object.fromEntries(
    Object.entries(rewritten.layers).map(([layer, { activations, gradients, weights }]) => [
      layer,
      { activations, gradients, ...(weights === undefined ? {} : { classWeights: weights }) },
    ]),
  );
  const features = Object.entries(rewritten.features).map(([layer, activations]) => [layer, { activations }] as const);
  const layers = { ...full, ...Object.fromEntries(features) };
  // Without gradients there is no such input.
  const target = rewritten.model.graph.input.find(({ name }) => name === rewritten.target && name !== input.name);
  return {
    ...{ model: rewritten.model, layers, logits: rewritten.logits, image: input.name },
    ...(target === undefined ? {} : { target: target.name }),
    ...(rewritten.inputGradients === undefined ? {} : { inputGradients: rewritten.inputGradients }),
    ...(rewritten.rollout === undefined ? {} : { rollout: rewritten.rollout }),
  };
}
