/** A network whose kernels are timed one by one on the GPU, by ONNX Runtime's own profiler. */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';
import { writeModel } from '../../onnx/write.ts';
import { required } from '../invariants.ts';
import { downloadFloats } from '../device/download-floats.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import { ExplainableLayers } from './explainable-layers.ts';
import { eventsByRun, readKernelEvents, type KernelEvent } from './kernel-events.ts';
import { nameNodes, type NamedNodes } from './named-nodes.ts';
import { worksOf, type NodeWork } from './node-work.ts';
import { createNetwork, type Network, type NetworkTensor } from './network.ts';
import { rewrite, type Rewritten } from './rewrite.ts';
import type { RunRequest } from './run-request.ts';
import { listenToRuntime } from './runtime-console.ts';

export interface ProfiledRuns {
  /** The kernels of each run but the first, in the order in which they ran. */
  readonly runs: readonly (readonly KernelEvent[])[];
  readonly nodes: Omit<NamedNodes, 'model'>;
  /** What each node must do at least at the size of the runs; undefined where that is not known. */
  readonly works: readonly (NodeWork | undefined)[];
}

export class ProfiledNetwork {
  readonly #device: GPUDevice;
  readonly #network: Network;
  readonly #bytes: Uint8Array;
  readonly #rewritten: Rewritten;
  readonly #nodes: NamedNodes;
  #runs = 0;
  /** Dimensions of what was fed last, by input. */
  #fed: Readonly<Record<string, readonly number[]>> = {};

  private constructor(device: GPUDevice, network: Network, bytes: Uint8Array, rewritten: Rewritten, nodes: NamedNodes) {
    this.#device = device;
    this.#network = network;
    this.#bytes = bytes;
    this.#rewritten = rewritten;
    this.#nodes = nodes;
  }

  /**
   * Must be the first network on WebGPU in its page or worker.
   * @param device without the feature `timestamp-query` there is no profile
   * @throws CamLensError as `createNetwork`
   */
  static async create(model: LoadedModel, request: RunRequest, device: GPUDevice): Promise<ProfiledNetwork> {
    const layers = ExplainableLayers.of(model);
    const rewritten = rewrite(layers.classifier, layers.description, request, (layer) => layers.valueOf(layer));
    const activations = Object.values(rewritten.layers).flatMap((each) => each.activations ?? []);
    const nodes = nameNodes(rewritten.model, [rewritten.logits, ...activations]);
    const bytes = writeModel(nodes.model);
    listenToRuntime();
    const profiles = device.features.has('timestamp-query');
    const network = await createNetwork({ bytes, device, outputs: outputsOf(rewritten), profiles });
    return new ProfiledNetwork(device, network, bytes, rewritten, nodes);
  }

  /**
   * Runs once, and waits until the GPU has finished.
   * @param image [N, 3, height, width]
   * @param target [N, classes]; a row of zeros selects the predicted class
   */
  async run(image: NetworkTensor, target: NetworkTensor): Promise<void> {
    (await this.#network.run(this.#feeds(image, target))).release();
    await this.#network.settled();
    this.#runs++;
  }

  /** The logits of the same graph, by WebAssembly. */
  async reference(image: NetworkTensor, target: NetworkTensor): Promise<Float32Array> {
    const { logits } = this.#rewritten;
    const network = await createNetwork({ bytes: this.#bytes, device: null, outputs: [logits] });
    try {
      const { tensors } = await network.run(this.#feeds(image, target));
      const tensor = required(own(tensors, logits), 'the logits');
      if ('buffer' in tensor) throw new CamLensError('internal', 'WebAssembly returned a GPU buffer.');
      return tensor.values.slice();
    } finally {
      await network.destroy();
    }
  }

  /** The logits of a run. */
  async logits(image: NetworkTensor, target: NetworkTensor): Promise<Float32Array> {
    const { tensors, release } = await this.#network.run(this.#feeds(image, target));
    this.#runs++;
    try {
      const tensor = required(own(tensors, this.#rewritten.logits), 'the logits');
      if ('values' in tensor) return tensor.values.slice();
      return await downloadFloats(
        this.#device,
        tensor.buffer,
        tensor.dims.reduce((product, dim) => product * dim, 1),
      );
    } finally {
      release();
    }
  }

  /** Ends the profile. @throws CamLensError `internal` if there is none, or it cannot be read */
  async end(): Promise<ProfiledRuns> {
    const runs = eventsByRun(readKernelEvents(await this.#network.profile()), this.#runs);
    return { runs, nodes: this.#nodes, works: worksOf(this.#nodes.model, this.#fed) };
  }

  destroy(): Promise<void> {
    return this.#network.destroy();
  }

  #feeds(image: NetworkTensor, target: NetworkTensor): Record<string, NetworkTensor> {
    const { image: input, target: scores } = this.#rewritten;
    const feeds = {
      ...(input === undefined ? {} : { [input]: image }),
      ...(scores === undefined ? {} : { [scores]: target }),
    };
    this.#fed = Object.fromEntries(Object.entries(feeds).map(([name, { dims }]) => [name, dims]));
    return feeds;
  }
}

function outputsOf({ logits, layers, inputGradients }: Rewritten): string[] {
  const outputs = [logits, ...Object.values(layers).flatMap((layer) => Object.values(layer))];
  return inputGradients === undefined ? outputs : [...outputs, inputGradients];
}
