/**
 * Networks whose weights are random from the logits down to a level, for the sanity check of Adebayo et al. 2018: each
 * level adds one stage of the model. They are made when they are needed, and as many kept as fit.
 */
import type { WeightLevel } from '../autodiff/weight-levels.ts';
import type { TensorProto } from '../onnx/messages.ts';
import { randomTensor, withWeights } from '../onnx/random-weights.ts';
import type { Model } from '../onnx/read.ts';
import type { ExplainableNetwork } from './explainable-network.ts';

const seed = 1;

/**
 * Bytes of weights in the networks that are kept, at most, but always one: WebAssembly has the processor's memory, and
 * other workers want some; a GPU works for one worker alone. ResNet-50 has 102 MB and takes two to four times as much.
 */
const mostBytes = { wasm: 2 ** 27, webgpu: 2 ** 30 } as const;

export class RandomisedNetworks {
  readonly #original: ExplainableNetwork;
  readonly #model: Model;
  readonly #levels: readonly WeightLevel[];
  readonly #most: number;
  /** Each drawn once, the same at every level. */
  readonly #drawn = new Map<string, TensorProto>();
  /** By level; the one used last comes last. */
  readonly #networks = new Map<number, ExplainableNetwork>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param budget bytes of weights in the networks that are kept */
  constructor(original: ExplainableNetwork, budget: number = mostBytes[original.provider]) {
    this.#original = original;
    const { model, levels } = original.weightLevels();
    this.#model = model;
    this.#levels = levels;
    const bytes = model.graph.initializer.reduce((sum, { rawData }) => sum + rawData.length, 1);
    this.#most = Math.max(1, Math.floor(budget / bytes));
  }

  /** From the top down. */
  get levels(): readonly string[] {
    return this.#levels.map(({ name }) => name);
  }

  /**
   * Lends a level's network. One is lent at a time, in the order in which they are asked for: pictures that are measured side
   * by side use a network one after the other, before the next one is made.
   */
  use<Result>(level: number, work: (network: ExplainableNetwork) => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(async () => work(await this.#network(level)));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async destroy(): Promise<void> {
    await this.#last;
    for (const network of this.#networks.values()) await network.destroy();
    this.#networks.clear();
  }

  async #network(level: number): Promise<ExplainableNetwork> {
    const network = this.#networks.get(level) ?? (await this.#open(level));
    this.#networks.delete(level);
    this.#networks.set(level, network);
    return network;
  }

  async #open(level: number): Promise<ExplainableNetwork> {
    for (const [other, network] of [...this.#networks].slice(0, Math.max(0, this.#networks.size + 1 - this.#most))) {
      this.#networks.delete(other);
      await network.destroy();
    }
    return this.#original.withModel(withWeights(this.#model, this.#weights(level)));
  }

  #weights(level: number): ReadonlyMap<string, TensorProto> {
    const names = new Set(this.#levels.slice(0, level + 1).flatMap(({ weights }) => weights));
    for (const tensor of this.#model.graph.initializer) {
      const { name } = tensor;
      if (names.has(name) && !this.#drawn.has(name)) this.#drawn.set(name, randomTensor(tensor, seed));
    }
    return new Map([...this.#drawn].filter(([name]) => names.has(name)));
  }
}
