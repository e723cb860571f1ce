/**
 * The network that a worker of an evaluation runs, without the rest: its outputs are those that CAM and Grad-CAM need
 * at one layer.
 */
import { chooseBackend } from '../../src/pipeline/device/backend.ts';
import { ExplainableNetwork } from '../../src/pipeline/network/explainable-network.ts';
import { takeModel, type StoredModel } from '../../src/pipeline/model/stored-model.ts';
import { setNetworkThreads } from '../../src/pipeline/network/network.ts';
import type { RunRequest } from '../../src/pipeline/network/run-request.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';
import { pattern } from './pattern.ts';

export interface BareNetworkOptions {
  readonly model: StoredModel;
  readonly backend: BackendChoice;
  readonly threads: number;
  /** Pictures per run of the network. */
  readonly batch: number;
  readonly layer: string;
}

export interface NetworkPace {
  /** Number of pictures so far. */
  readonly done: number;
  readonly perSecond: number;
}

export class BareNetwork {
  readonly #network: ExplainableNetwork;
  readonly #request: RunRequest;
  readonly #image: { readonly dims: readonly number[]; readonly values: Float32Array };

  private constructor(network: ExplainableNetwork, request: RunRequest, batch: number, side: number) {
    this.#network = network;
    this.#request = request;
    const values = pattern(batch * 3 * side ** 2);
    this.#image = { dims: [batch, 3, side, side], values };
  }

  static async create({ model: stored, backend, threads, batch, layer }: BareNetworkOptions): Promise<BareNetwork> {
    setNetworkThreads(threads);
    const model = await takeModel(stored);
    const chosen = await chooseBackend(backend);
    const request: RunRequest = { layers: [layer], input: false, relu: 'standard' };
    const device = chosen.backend.network === 'webgpu' ? (chosen.device?.device ?? null) : null;
    const network = await ExplainableNetwork.create(model, request, device);
    return new BareNetwork(network, request, batch, model.description.input.size);
  }

  /** Runs the network repeatedly for at least `leastMs` milliseconds. */
  async rate(leastMs: number): Promise<NetworkPace> {
    const [batch = 1] = this.#image.dims;
    const target = new Float32Array(batch * this.#network.classes.length);
    const begunMs = performance.now();
    for (let done = batch; ; done += batch) {
      (await this.#network.run(this.#request, this.#image, target)).release();
      await this.#network.settled();
      const ms = performance.now() - begunMs;
      if (ms >= leastMs) return { done, perSecond: (1000 * done) / ms };
    }
  }
}
