/** Keras models of a few numbers, written as TensorFlow.js saves them, and what they compute once converted. */
import * as ort from 'onnxruntime-web';
import { readKerasModel } from '../../models/read-keras-model.ts';
import type { WeightsPackage } from '../../models/read-weights-package.ts';
import { toOnnx } from '../../models/to-onnx.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';

ort.env.wasm.numThreads = 1;

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface SavedLayer {
  readonly name: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: readonly unknown[];
}

/** A layer as Keras saves it: every option is there, those given replace the defaults below. */
export function layer(
  className: keyof typeof defaults,
  name: string,
  inputs: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): SavedLayer {
  return {
    name,
    class_name: className,
    config: { name, trainable: true, dtype: 'float32', ...defaults[className], ...options },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  };
}

const window = { padding: 'valid', data_format: 'channels_last', strides: [1, 1] };
const defaults = {
  InputLayer: { batch_input_shape: [null, 4, 4, 1], sparse: false },
  ZeroPadding2D: {
    padding: [
      [1, 1],
      [1, 1],
    ],
    data_format: 'channels_last',
  },
  Conv2D: {
    ...window,
    filters: 1,
    kernel_size: [1, 1],
    dilation_rate: [1, 1],
    activation: 'linear',
    use_bias: false,
    kernel_initializer: { class_name: 'Zeros', config: {} },
    kernel_regularizer: null,
  },
  BatchNormalization: { axis: [3], momentum: 0.99, epsilon: 1, center: true, scale: true },
  Activation: { activation: 'relu' },
  MaxPooling2D: { ...window, pool_size: [2, 2] },
  Add: {},
  GlobalAveragePooling2D: { data_format: 'channels_last' },
  Dense: { units: 1, activation: 'linear', use_bias: false },
  UpSampling2D: { size: [2, 2] },
} as const;

/** The input layer, named "in". */
export function picture(channels: number): SavedLayer {
  return layer('InputLayer', 'in', [], { batch_input_shape: [null, 4, 4, channels] });
}

/** The files of a model with all its weights in shards of `shardBytes`; the last layer is the output. */
export function pack(
  layers: readonly SavedLayer[],
  weights: Readonly<Record<string, Tensor>> = {},
  shardBytes = 1 << 20,
): WeightsPackage {
  const bytes = new Uint8Array(Float32Array.from(Object.values(weights).flatMap(({ values }) => values)).buffer);
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let start = 0; start < bytes.length; start += shardBytes) {
    shards.set(`shard${shards.size + 1}.bin`, bytes.slice(start, start + shardBytes));
  }
  const entries = Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const config = {
    name: 'tiny',
    layers,
    input_layers: [[layers[0]?.name, 0, 0]],
    output_layers: [[layers.at(-1)?.name, 0, 0]],
  };
  return {
    modelJson: {
      modelTopology: { model_config: { class_name: 'Model', config } },
      weightsManifest: [{ paths: [...shards.keys()], weights: entries }],
    },
    shards,
  };
}

export function convert(layers: readonly SavedLayer[], weights: Readonly<Record<string, Tensor>> = {}): Model {
  return toOnnx(readKerasModel(pack(layers, weights)), 'tiny');
}

/** Runs a converted model on wasm: float32 `input` [batch, channels, height, width] → `logits`. */
export async function run(model: Model, { shape, values }: Tensor): Promise<Tensor> {
  const session = await ort.InferenceSession.create(writeModel(model));
  try {
    const { logits } = await session.run({ input: new ort.Tensor('float32', Float32Array.from(values), shape) });
    if (!(logits?.data instanceof Float32Array)) throw new Error('the model has no float32 output named logits');
    // Adding 0 turns −0 into 0, which `toEqual` would tell apart.
    return { shape: logits.dims, values: Array.from(logits.data, (value) => value + 0) };
  } finally {
    await session.release();
  }
}

export function operators(model: Model): string[] {
  return model.graph.node.map((node) => node.opType);
}

/** The integers of a node's attribute; undefined where the model has no such node or attribute. */
export function integers(model: Model, opType: string, attribute: string): number[] | undefined {
  const node = model.graph.node.find((one) => one.opType === opType);
  return node?.attribute.find((one) => one.name === attribute)?.ints.map(Number);
}

/** The float32 values of a constant. */
export function constant(model: Model, name: string): number[] {
  const tensor = model.graph.initializer.find((one) => one.name === name);
  if (tensor?.rawData === undefined) throw new Error(`the model has no constant ${name}`);
  return [...new Float32Array(new Uint8Array(tensor.rawData).buffer)];
}
