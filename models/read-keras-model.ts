/** model.json of the TensorFlow.js layers format → Keras's layer graph: a functional model, one input, one output. */
import { CamLensError } from '../src/errors.ts';
import { asCount, asList, asRecord, asText, type JsonRecord } from './json-value.ts';
import { readWeights, type WeightSource } from './read-weights.ts';
import type { WeightsPackage } from './read-weights-package.ts';

export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly config: JsonRecord;
  /** Names of the layers whose outputs are its inputs, in order. */
  readonly inputs: readonly string[];
}

export interface KerasModel {
  /** In topological order. */
  readonly layers: readonly KerasLayer[];
  /** Name of the layer whose output is the model's output. */
  readonly output: string;
  readonly weights: WeightSource;
}

/** Keras has used both names for functional models. */
const functionalClasses = ['Model', 'Functional'];

/**
 * @throws CamLensError `model-damaged` if model.json and the shards are inconsistent, `model-unsupported` if the model
 *   is valid but of a kind that is not converted
 */
export function readKerasModel({ modelJson, shards }: WeightsPackage): KerasModel {
  const file = asRecord(modelJson, 'model.json');
  const topology = asRecord(file.modelTopology, 'modelTopology in model.json');
  const model = asRecord(topology.model_config, 'model_config in model.json');
  const className = asText(model.class_name, 'class_name of the model');
  if (!functionalClasses.includes(className)) {
    throw new CamLensError(
      'model-unsupported',
      `The model is a Keras ${className}; only functional models (${functionalClasses.join(', ')}) are converted.`,
    );
  }
  const config = asRecord(model.config, 'config of the model');
  const layers = asList(config.layers, 'layers of the model').map(readLayer);
  checkOrder(layers);
  readOnlyEnd(config.input_layers, 'input', layers);
  return {
    layers,
    output: readOnlyEnd(config.output_layers, 'output', layers),
    weights: readWeights(file.weightsManifest, shards),
  };
}

function readLayer(value: unknown): KerasLayer {
  const layer = asRecord(value, 'a layer in model.json');
  const name = asText(layer.name, 'name of a layer');
  return {
    name,
    className: asText(layer.class_name, `class_name of layer "${name}"`),
    config: asRecord(layer.config, `config of layer "${name}"`),
    inputs: readInbound(layer.inbound_nodes, name),
  };
}

/** Reads inbound_nodes: for each call of the layer, a list of [layer, node index, tensor index, keyword arguments]. */
function readInbound(value: unknown, layer: string): string[] {
  const what = `inbound_nodes of layer "${layer}"`;
  const calls = asList(value, what);
  if (calls.length > 1) {
    throw new CamLensError('model-unsupported', `Layer "${layer}" is called ${calls.length} times; once is supported.`);
  }
  return calls.flatMap((call) => asList(call, what).map((input) => readReference(input, what)));
}

function readReference(value: unknown, what: string): string {
  const [name, node, tensor, kwargs = {}] = asList(value, what);
  const isPlain = asCount(node, what) === 0 && asCount(tensor, what) === 0;
  if (!isPlain || Object.keys(asRecord(kwargs, what)).length > 0) {
    throw new CamLensError(
      'model-unsupported',
      `${what} holds ${JSON.stringify(value)}; only plain calls are converted.`,
    );
  }
  return asText(name, what);
}

function checkOrder(layers: readonly KerasLayer[]): void {
  const known = new Set<string>();
  for (const { name, inputs } of layers) {
    const missing = inputs.find((input) => !known.has(input));
    if (missing !== undefined) {
      throw new CamLensError(
        'model-damaged',
        `Layer "${name}" takes the output of "${missing}", but no earlier layer has that name.`,
      );
    }
    if (known.has(name)) throw new CamLensError('model-damaged', `Two layers are named "${name}".`);
    known.add(name);
  }
}

function readOnlyEnd(value: unknown, end: 'input' | 'output', layers: readonly KerasLayer[]): string {
  const ends = asList(value, `${end}_layers of the model`);
  if (ends.length !== 1) {
    throw new CamLensError('model-unsupported', `The model has ${ends.length} ${end}s; one is supported.`);
  }
  const name = readReference(ends[0], `${end}_layers of the model`);
  if (!layers.some((layer) => layer.name === name)) {
    throw new CamLensError('model-damaged', `The model's ${end} "${name}" is not one of its layers.`);
  }
  return name;
}
