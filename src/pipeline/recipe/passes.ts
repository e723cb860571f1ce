/**
 * What methods do that run the network again and again: scores or gradients for many altered inputs of one picture, in
 * batches, with progress, until they are asked to stop.
 */
import { CamLensError } from '../../errors.ts';
import type { Chain, Engine, Value } from '../chain/chain.ts';
import { byLink } from './classes.ts';
import type { ExplainableNetwork, ExplainableOutputs } from '../network/explainable-network.ts';
import { checkFinite } from '../finite.ts';
import type { NetworkTensor } from '../network/network.ts';
import { scale } from '../chain/operations.ts';
import { forwardFrom, forwardOnly, gradientAtInput, type RunRequest } from '../network/run-request.ts';
import { throwIfStopped, type Watch } from '../watch.ts';
import { inputsTogether } from './together.ts';
import { dimsOf, required } from '../invariants.ts';

/** Makes the altered tensors `first` … `first + count − 1` on a chain that lives for one batch. */
export type Alter = (scratch: Chain, first: number, count: number) => Value;

/** Each method asks once per picture, in order. */
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

export interface PassesParts {
  readonly engine: Engine;
  /** Where values live that outlast a batch. */
  readonly chain: Chain;
  readonly network: ExplainableNetwork;
  /** What the network was fed, [pictures, 3, height, width]. */
  readonly image: Value;
  /** The picture's row of the target, [classes]: the class is fixed, whatever the altered inputs are taken for. */
  readonly targetOf: (picture: number) => Float32Array;
  /** [classes], of the picture as it is. */
  readonly logitsOf: (picture: number) => Float32Array;
  /** The picture's name, for messages. */
  readonly nameOf: (picture: number) => string;
  readonly layer: string;
  /** For progress. */
  readonly title: string;
  readonly watch: Watch;
}

type Run = (scratch: Chain, first: number, count: number) => Promise<ExplainableOutputs>;

export class NetworkPasses implements Passes {
  readonly pictures: number;
  readonly #parts: PassesParts;

  constructor(parts: PassesParts) {
    this.#parts = parts;
    this.pictures = required(parts.image.dims[0], 'the number of images');
  }

  score(picture: number): number {
    return scoreOf(this.#parts.logitsOf(picture), this.#parts.targetOf(picture));
  }

  scores(picture: number, total: number, alter: Alter): Promise<Float64Array> {
    return this.#scores(picture, total, forwardOnly, this.#feeding(picture, forwardOnly, alter));
  }

  /** As `scores`, of the probabilities of the classes: of one class, its probability. */
  probabilities(picture: number, total: number, alter: Alter): Promise<Float64Array> {
    const { network } = this.#parts;
    return this.#scores(
      picture,
      total,
      forwardOnly,
      this.#feeding(picture, forwardOnly, alter),
      byLink[network.layers.link],
    );
  }

  scoresFromLayer(picture: number, total: number, alter: Alter): Promise<Float64Array> {
    const { network, layer, image } = this.#parts;
    return this.#scores(picture, total, forwardFrom(layer), async (scratch, first, count) => {
      const activations = await forNetwork(scratch, network, alter(scratch, first, count));
      const same = new Array<number>(count).fill(1);
      return network.runFrom(layer, activations, () =>
        forNetwork(scratch, network, scale(scratch, image, picture, same)),
      );
    });
  }

  async meanInputGradient(picture: number, total: number, alter: Alter): Promise<Value> {
    const { chain, image } = this.#parts;
    const dims = [1, ...image.dims.slice(1)];
    const mean = new Float64Array(dims.reduce((product, dim) => product * dim, 1));
    const run = this.#feeding(picture, gradientAtInput, alter);
    await this.#inBatches(picture, total, gradientAtInput, run, async (scratch, { inputGradients }) => {
      if (inputGradients === undefined) throw new CamLensError('internal', 'The network gave no input gradients.');
      const gradients = await numbersOf(scratch, inputGradients);
      this.#check(picture, gradients, 'a gradient at an altered input');
      gradients.forEach((gradient, i) => (mean[i % mean.length]! += gradient / total));
    });
    return chain.upload(Float32Array.from(mean), dims);
  }

  #feeding(picture: number, request: RunRequest, alter: Alter): Run {
    const { network, targetOf } = this.#parts;
    const target = targetOf(picture);
    return async (scratch, first, count) => {
      const image = await forNetwork(scratch, network, alter(scratch, first, count));
      return network.run(request, image, repeated(target, count));
    };
  }

  /** @param of the logits, what the target weighs */
  async #scores(
    picture: number,
    total: number,
    request: RunRequest,
    run: Run,
    of: (logits: Float32Array) => ArrayLike<number> = (logits) => logits,
  ): Promise<Float64Array> {
    const target = this.#parts.targetOf(picture);
    const scores = new Float64Array(total);
    await this.#inBatches(picture, total, request, run, async (scratch, { logits }, first, count) => {
      const values = await numbersOf(scratch, logits);
      for (let i = 0; i < count; i++) {
        scores[first + i] = scoreOf(of(values.subarray(i * target.length, (i + 1) * target.length)), target);
      }
      this.#check(picture, scores.subarray(first, first + count), 'the score of an altered input');
    });
    return scores;
  }

  /** Every batch has a chain of its own and is read before the next begins: memory does not grow with their number. */
  async #inBatches(
    picture: number,
    total: number,
    request: RunRequest,
    run: Run,
    take: (scratch: Chain, outputs: ExplainableOutputs, first: number, count: number) => Promise<void>,
  ): Promise<void> {
    const { chain, engine, network, watch } = this.#parts;
    // What the altered inputs are made of must be there before another chain reads it.
    chain.submit();
    await network.prepare([request], () => this.#tell(picture, 0, total));
    const size = this.#batch(request);
    for (let first = 0; first < total; first += size) {
      throwIfStopped(watch);
      const count = Math.min(size, total - first);
      const scratch = engine.begin();
      try {
        const outputs = await run(scratch, first, count);
        try {
          await take(scratch, outputs, first, count);
        } finally {
          outputs.release();
        }
      } finally {
        scratch.destroy();
      }
      this.#tell(picture, first + count, total);
      await watch.between?.();
    }
    if (total === 0) this.#tell(picture, 0, 0);
    // What the batches read there is only now known to have been right.
    await chain.settled();
  }

  #check(picture: number, values: ArrayLike<number>, what: string): void {
    const { nameOf, title } = this.#parts;
    checkFinite(values, nameOf(picture), () => `${title}: ${what}`);
  }

  #batch({ input }: RunRequest): number {
    const { network, image } = this.#parts;
    const [, , height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    return inputsTogether(network, input, { width, height });
  }

  #tell(picture: number, done: number, total: number): void {
    const { watch, title } = this.#parts;
    const which = this.pictures === 1 ? '' : `, picture ${picture + 1} of ${this.pictures}`;
    watch.onProgress?.({
      fraction: (picture + (total === 0 ? 1 : done / total)) / this.pictures,
      message: `${title}${which}: ${done} of ${total} runs of the network`,
    });
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

/** The same for a whole batch: one by one where the network takes one at a time. */
export async function feedsFor(chain: Chain, network: ExplainableNetwork, image: Value): Promise<NetworkTensor[]> {
  const pictures = required(image.dims[0], 'the number of images');
  if (!network.takesOne || pictures === 1) return [await forNetwork(chain, network, image)];
  const feeds: NetworkTensor[] = [];
  for (let i = 0; i < pictures; i++) feeds.push(await forNetwork(chain, network, scale(chain, image, i, [1])));
  return feeds;
}

/** What the network gave, for the stages. */
export function valueOf(chain: Chain, tensor: NetworkTensor): Value {
  return 'buffer' in tensor ? chain.borrow(tensor.buffer, tensor.dims) : chain.upload(tensor.values, tensor.dims);
}

async function numbersOf(chain: Chain, tensor: NetworkTensor): Promise<Float32Array> {
  if ('values' in tensor) return tensor.values;
  const [values] = await chain.read([chain.borrow(tensor.buffer, tensor.dims)]);
  return required(values, 'what the network gave, read');
}

function scoreOf(values: ArrayLike<number>, target: Float32Array): number {
  return target.reduce(
    (sum, weight, index) =>
      weight === 0 ? sum : sum + weight * required(values[index], `the score of class ${index}`),
    0,
  );
}

function repeated(row: Float32Array, count: number): Float32Array {
  const rows = new Float32Array(count * row.length);
  for (let i = 0; i < count; i++) rows.set(row, i * row.length);
  return rows;
}
