/**
 * Networks whose weights are randomised from the logits down to a level, for the sanity check of Adebayo et al. 2018:
 * each level adds one stage of the model. They share their sessions and receive their weights as inputs, so a level
 * costs only a run, and all levels together take twice the memory of the model's weights.
 */
import { floatsOf, randomTensor } from '../../onnx/random-weights.ts';
import type { Chain, Engine } from '../chain/chain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { NetworkTensor } from '../network/network.ts';
import { forNetwork } from './reruns.ts';
import type { PictureResult } from './results.ts';

const seed = 1;

export interface RandomisedNetwork {
  readonly level: string;
  readonly network: ExplainableNetwork;
}

/** Results of networks whose weights are randomised from the logits down to a level. */
export interface RandomisedLevel {
  /** The stage of the model down to which weights are random, by its name in the model. */
  readonly level: string;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
}

export class RandomisedNetworks {
  /** From the top down. */
  readonly levels: readonly RandomisedNetwork[];
  /** Holds the weights if the network runs on a GPU. */
  readonly #chain: Chain;

  private constructor(levels: readonly RandomisedNetwork[], chain: Chain) {
    this.levels = levels;
    this.#chain = chain;
  }

  /** Draws the weights, each once for all levels. */
  static async create(original: ExplainableNetwork, engine: Engine): Promise<RandomisedNetworks> {
    const levels = original.weightLevels();
    const { model } = original.layers.classifier;
    const names = new Set(levels.flatMap(({ weights }) => weights));
    const chain = engine.begin();
    // On a GPU the weights are uploaded once for all runs.
    const place = (values: Float32Array, dims: readonly number[]): NetworkTensor | Promise<NetworkTensor> =>
      original.provider === 'wasm' ? { dims, values } : forNetwork(chain, original, chain.upload(values, dims));
    try {
      const [learned, drawn] = [new Map<string, NetworkTensor>(), new Map<string, NetworkTensor>()];
      for (const tensor of model.graph.initializer.filter(({ name }) => names.has(name))) {
        const dims = tensor.dims.map(Number);
        learned.set(tensor.name, await place(floatsOf(tensor), dims));
        drawn.set(tensor.name, await place(floatsOf(randomTensor(tensor, seed)), dims));
      }
      await chain.settled();
      const networkWith = original.withFedWeights(names);
      const networks = levels.map(({ name }, i): RandomisedNetwork => {
        const random = new Set(levels.slice(0, i + 1).flatMap(({ weights }) => weights));
        const weights = new Map([...learned, ...[...drawn].filter(([weight]) => random.has(weight))]);
        return { level: name, network: networkWith(weights) };
      });
      return new RandomisedNetworks(networks, chain);
    } catch (error) {
      chain.destroy();
      throw error;
    }
  }

  async destroy(): Promise<void> {
    await this.levels[0]?.network.destroy();
    this.#chain.destroy();
  }
}
