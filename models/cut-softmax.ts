/** Removes a final softmax: explanations start from the logits. */
import type { KerasModel } from './read-keras-model.ts';

/** Returns the model itself if its last layer is not a softmax; otherwise a copy that shares all other layers. */
export function cutSoftmax(model: KerasModel): KerasModel {
  const last = model.layers.find((layer) => layer.name === model.output);
  if (last === undefined || last.config.activation !== 'softmax') return model;
  const before = model.layers.filter((layer) => layer !== last);
  if (last.className === 'Activation' && last.inputs[0] !== undefined) {
    return { ...model, layers: before, output: last.inputs[0] };
  }
  const linear = { ...last, config: { ...last.config, activation: 'linear' } };
  return { ...model, layers: model.layers.map((layer) => (layer === last ? linear : layer)) };
}
