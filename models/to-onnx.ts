/**
 * A Keras layer graph → the ONNX model that explanations need: channels first, batch, height and width free, batch
 * normalisation folded, softmax cut off.
 */
import { CamLensError } from '../src/errors.ts';
import type { Model } from '../src/onnx/messages.ts';
import type { LayerContext } from './convert-layer.ts';
import { cutSoftmax } from './cut-softmax.ts';
import { LayerOptions } from './layer-options.ts';
import { layerConverters } from './layers/index.ts';
import { OnnxGraph, type GraphValue } from './onnx-graph.ts';
import type { KerasLayer, KerasModel } from './read-keras-model.ts';

/** The value that holds the scores before softmax. */
const outputName = 'logits';

/**
 * Input `input` [batch, channels, height, width], output `logits` [batch, classes]; the values between have the names
 * of their Keras layers (a convolution and its batch normalisation become one value, with the latter's name).
 * @param name of the graph
 * @throws CamLensError `model-unsupported` naming the layer, and the class or option that is not converted;
 *   `model-damaged` if a weight is missing or does not fit
 */
export function toOnnx(keras: KerasModel, name: string): Model {
  const model = cutSoftmax(keras);
  const graph = new OnnxGraph();
  const values = new Map<string, GraphValue>();
  const readers = countReaders(model);
  for (const layer of model.layers) {
    const value = convert(layer, {
      layer,
      options: new LayerOptions(layer),
      inputs: layer.inputs.map((input) => valueOf(values, input)),
      name: layer.name === model.output ? outputName : layer.name,
      weights: model.weights,
      graph,
      isOnlyReader: layer.inputs.every((input) => readers.get(input) === 1),
    });
    values.set(layer.name, value);
  }
  const input = model.layers.find((layer) => layer.inputs.length === 0);
  return graph.finish(name, valueOf(values, input?.name ?? ''), valueOf(values, model.output));
}

function convert(layer: KerasLayer, context: LayerContext): GraphValue {
  const converter = layerConverters.get(layer.className);
  if (converter === undefined) {
    throw new CamLensError(
      'model-unsupported',
      `Layer "${layer.name}" is a ${layer.className}; the converter knows ${[...layerConverters.keys()].join(', ')}.`,
    );
  }
  context.options.only('dtype', 'float32');
  const value = converter(context);
  context.options.refuseUnread();
  return value;
}

function valueOf(values: ReadonlyMap<string, GraphValue>, layer: string): GraphValue {
  const value = values.get(layer);
  if (value === undefined) throw new CamLensError('model-damaged', `Layer "${layer}" has no value.`);
  return value;
}

/** The number of consumers of each layer's output; being the model's output counts as one. */
function countReaders({ layers, output }: KerasModel): ReadonlyMap<string, number> {
  const readers = new Map([[output, 1]]);
  for (const input of layers.flatMap((layer) => layer.inputs)) readers.set(input, (readers.get(input) ?? 0) + 1);
  return readers;
}
