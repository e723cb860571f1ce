/**
 * What methods do that run the network again and again: scores or gradients for many altered inputs of one picture, in
 * batches, with progress, until they are asked to stop.
 */
import { CamLensError } from '../errors.ts';
import type { Chain, Engine, Value } from './chain.ts';
import { forwardOnly, type ExplainableNetwork, type RunRequest } from './explainable-network.ts';
import type { NetworkTensor } from './network.ts';
import { weightedSum } from './operations.ts';

/** Makes the altered tensors `first` … `first + count − 1` on a chain that lives for one batch. */
export type Alter = (scratch: Chain, first: number, count: number) => Value;

export interface Passes {
  /** Of the batch that is explained. */
  readonly pictures: number;
  /** The picture's own score. */
  score(picture: number): number;
  /** The score of every one of `total` altered inputs, [count, 3, height, width] a batch. */
  scores(picture: number, total: number, alter: Alter): Promise<Float64Array>;
  /** The score that follows from every one of `total` altered activations of the layer, [count, C, H, W] a batch. */
  scoresFromLayer(picture: number, total: number, alter: Alter): Promise<Float64Array>;
  /** The mean over `total` altered inputs of ∂score/∂input, [1, 3, height, width]. */
  meanInputGradient(picture: number, total: number, alter: Alter): Promise<Value>;
}

/** How a caller follows work that takes long, and ends it. */
export interface Watch {
  /** 0…1, and a line for people. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  readonly signal?: AbortSignal;
}

/** @throws CamLensError `stopped` */
export function throwIfStopped({ signal }: Watch): void {
  if (signal?.aborted === true) throw new CamLensError('stopped', 'The explanation was stopped.');
}

/** Altered inputs of one run: WebAssembly gains little from more, and a GPU would wait for work with fewer. */
const batches = { wasm: 4, webgpu: 16 } as const;

export const gradientAtInput: RunRequest = { layers: [], input: true, relu: 'standard' };

export interface PassesParts {
  readonly engine: Engine;
  /** Where values live that outlast a batch. */
  readonly chain: Chain;
  readonly network: ExplainableNetwork;
  /** The picture's row of the target, [classes]: the class is fixed, whatever the altered inputs are taken for. */
  readonly targetOf: (picture: number) => Float32Array;
  /** [classes], of the picture as it is. */
  readonly logitsOf: (picture: number) => Float32Array;
  readonly pictures: number;
  readonly layer: string;
  /** For progress. */
  readonly title: string;
  readonly watch: Watch;
}

export class NetworkPasses implements Passes {
  readonly pictures: number;
  readonly #parts: PassesParts;

  constructor(parts: PassesParts) {
    this.#parts = parts;
    this.pictures = parts.pictures;
  }

  score(picture: number): number {
    return scoreOf(this.#parts.logitsOf(picture), this.#parts.targetOf(picture));
  }

  async scores(picture: number, total: number, alter: Alter): Promise<Float64Array> {
    const { network, targetOf } = this.#parts;
    const target = targetOf(picture);
    const scores = new Float64Array(total);
    await this.#inBatches(picture, total, forwardOnly, async (scratch, first, count) => {
      const image = await forNetwork(scratch, network, alter(scratch, first, count));
      const { logits, release } = await network.run(forwardOnly, image, repeated(target, count));
      const [values = new Float32Array()] = await scratch.read([valueOf(scratch, logits)]);
      release();
      for (let i = 0; i < count; i++) {
        scores[first + i] = scoreOf(values.subarray(i * target.length, (i + 1) * target.length), target);
      }
    });
    return scores;
  }

  async scoresFromLayer(): Promise<Float64Array> {
    throw new CamLensError('internal', 'Not there yet.');
  }

  async meanInputGradient(picture: number, total: number, alter: Alter): Promise<Value> {
    const { network, targetOf, chain } = this.#parts;
    const target = targetOf(picture);
    const sums: Value[] = [];
    let dims: readonly number[] = [];
    await this.#inBatches(picture, total, gradientAtInput, async (scratch, first, count) => {
      const image = await forNetwork(scratch, network, alter(scratch, first, count));
      const { inputGradients, release } = await network.run(gradientAtInput, image, repeated(target, count));
      if (inputGradients === undefined) throw new CamLensError('internal', 'The network gave no input gradients.');
      const [, channels = 0, height = 0, width = 0] = (dims = inputGradients.dims);
      const gradients = chain.view(valueOf(scratch, inputGradients), [1, count, channels * height, width]);
      sums.push(weightedSum(chain, chain.upload(new Float32Array(count).fill(1 / total), [1, count]), gradients));
      chain.submit();
      release();
    });
    const all = chain.view(chain.stack(sums), [1, sums.length, ...(sums[0]?.dims.slice(1) ?? [])]);
    const mean = weightedSum(chain, chain.upload(new Float32Array(sums.length).fill(1), [1, sums.length]), all);
    return chain.view(mean, [1, ...dims.slice(1)]);
  }

  async #inBatches(
    picture: number,
    total: number,
    request: RunRequest,
    work: (scratch: Chain, first: number, count: number) => Promise<void>,
  ): Promise<void> {
    const { chain, engine, network, title, watch } = this.#parts;
    // What the altered inputs are made of must be there before another chain reads it.
    chain.submit();
    await network.prepare([request]);
    const size = batches[network.provider];
    for (let first = 0; first < total; first += size) {
      throwIfStopped(watch);
      const scratch = engine.begin();
      try {
        await work(scratch, first, Math.min(size, total - first));
      } finally {
        scratch.destroy();
      }
      const done = Math.min(first + size, total);
      watch.onProgress?.({
        fraction: (picture + done / total) / this.pictures,
        message: `${title}: ${done} of ${total} runs of the network`,
      });
    }
  }
}

/** On WebGPU the network reads the stage's own buffer; WebAssembly wants the numbers in memory. */
export async function forNetwork(chain: Chain, network: ExplainableNetwork, image: Value): Promise<NetworkTensor> {
  if (network.provider === 'webgpu') {
    chain.submit();
    return { dims: image.dims, buffer: chain.bufferOf(image) };
  }
  const [values] = await chain.read([image]);
  return { dims: image.dims, values: values ?? new Float32Array() };
}

/** What the network gave, for the stages. */
export function valueOf(chain: Chain, tensor: NetworkTensor): Value {
  return 'buffer' in tensor ? chain.borrow(tensor.buffer, tensor.dims) : chain.upload(tensor.values, tensor.dims);
}

function scoreOf(logits: Float32Array, target: Float32Array): number {
  return target.reduce((sum, weight, index) => (weight === 0 ? sum : sum + weight * (logits[index] ?? NaN)), 0);
}

function repeated(row: Float32Array, count: number): Float32Array {
  const rows = new Float32Array(count * row.length);
  for (let i = 0; i < count; i++) rows.set(row, i * row.length);
  return rows;
}
