/** A model run on WebAssembly for one input at a time, as written but for a switch at every channel of its layers. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { withGraph, withNode } from '../../src/onnx/messages.ts';
import { readModel } from '../../src/onnx/read.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { createNetwork, type Network } from '../../src/pipeline/network/network.ts';

export interface PlainRun {
  readonly logits: Float32Array;
  /** By layer, [C, H, W], before the switch. */
  readonly activations: Readonly<Record<string, { readonly dims: readonly number[]; readonly values: Float32Array }>>;
}

export class PlainNetwork {
  readonly #layers: Readonly<Record<string, string>>;
  readonly #network: Network;
  readonly #channels: number;

  private constructor(layers: Readonly<Record<string, string>>, network: Network, channels: number) {
    this.#layers = layers;
    this.#network = network;
    this.#channels = channels;
  }

  /** @param channels of every layer */
  static async create({ bytes, description }: LoadedModel, channels: number): Promise<PlainNetwork> {
    const model = readModel(bytes, description.file);
    const values = Object.values(description.layers);
    const nodes = model.graph.node.flatMap((each) => {
      const read = withNode(each, { input: each.input.map((name) => (values.includes(name) ? `${name}/on` : name)) });
      const made = values.filter((name) => each.output.includes(name));
      return [read, ...made.map((name) => node('Mul', [name, `${name}/switch`], [`${name}/on`]))];
    });
    const switched = withGraph(model, {
      node: nodes,
      input: [...model.graph.input, ...values.map((name) => floatValue(`${name}/switch`, [1, channels, 1, 1]))],
      output: [...model.graph.output, ...values.map((name) => floatValue(name, ['', '', '', '']))],
    });
    const outputs = ['logits', ...values];
    const network = await createNetwork({ bytes: writeModel(switched), device: null, outputs });
    return new PlainNetwork(description.layers, network, channels);
  }

  /**
   * @param image [3, side, side]
   * @param off a channel of a layer that counts as zero
   */
  async run(image: ArrayLike<number>, off?: { readonly layer: string; readonly channel: number }): Promise<PlainRun> {
    const side = Math.sqrt(image.length / 3);
    const switches = Object.entries(this.#layers).map(([layer, value]) => {
      const values = new Float32Array(this.#channels).fill(1);
      if (layer === off?.layer) values[off.channel] = 0;
      return [`${value}/switch`, { dims: [1, this.#channels, 1, 1], values }] as const;
    });
    const input = { dims: [1, 3, side, side], values: Float32Array.from(image) };
    const { tensors } = await this.#network.run({ input, ...Object.fromEntries(switches) });
    const plain = (name: string) => {
      const tensor = tensors[name];
      if (tensor === undefined || !('values' in tensor)) throw new Error(`no ${name} in memory`);
      return { dims: tensor.dims.slice(1), values: tensor.values };
    };
    const layers = Object.entries(this.#layers).map(([layer, value]) => [layer, plain(value)] as const);
    return { logits: plain('logits').values, activations: Object.fromEntries(layers) };
  }

  destroy(): Promise<void> {
    return this.#network.destroy();
  }
}

/** The model with other values for one of its weights. */
export function withWeight(loaded: LoadedModel, name: string, values: Float32Array): LoadedModel {
  const model: Model = readModel(loaded.bytes, loaded.description.file);
  const initializer = model.graph.initializer.map((weight) =>
    weight.name === name ? floatTensor(name, weight.dims.map(Number), values) : weight,
  );
  return { ...loaded, bytes: writeModel(withGraph(model, { initializer })) };
}
