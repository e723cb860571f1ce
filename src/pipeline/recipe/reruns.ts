/**
 * Runs the network many times for one picture: scores or gradients for altered inputs, in batches, with progress, until
 * stopped.
 */
import { CamLensError } from '../../errors.ts';
import type { Chain, Engine, Value } from '../chain/chain.ts';
import { randomIndices, seedOf } from '../../random.ts';
import type { MethodValues } from '../network/needs.ts';
import type { RunValues } from './run-values.ts';
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

/** Each method calls this once per picture, in order. */
export interface Reruns {
  /** Of the batch being explained. */
  readonly pictures: number;
  /** The picture's own score. */
  score(picture: number): number;
  /** The score of each of `total` altered inputs, made in batches of [count, 3, height, width]. */
  scores(picture: number, total: number, alter: Alter): Promise<Float64Array>;
  /** The score for each of `total` altered activations of the layer, made in batches of [count, C, H, W]. */
  scoresFromLayer(picture: number, total: number, alter: Alter): Promise<Float64Array>;
  /** For random choices: the same for a picture of this name in any batch. */
  seed(picture: number): number;
  /**
   * The map that `make` records from the layer's values for another class, drawn at random for each picture; small enough
   * to be read back.
   */
  withOtherClass(make: (values: Pick<MethodValues, 'gradients'>) => Value): Promise<Value>;
  /** The mean over `total` altered inputs of ∂score/∂input, [1, 3, height, width]. */
  meanInputGradient(picture: number, total: number, alter: Alter): Promise<Value>;
}

export interface RerunsParts {
  readonly engine: Engine;
  /** Holds values that outlast a batch. */
  readonly chain: Chain;
  readonly network: ExplainableNetwork;
  /** The network's input, [pictures, 3, height, width]. */
  readonly image: Value;
  /** The picture's row of the target, [classes]: the class stays the same, whatever is predicted for altered inputs. */
  readonly targetOf: (picture: number) => Float32Array;
  /** [classes], of the unaltered picture. */
  readonly logitsOf: (picture: number) => Float32Array;
  /** The picture's name, for messages. */
  readonly nameOf: (picture: number) => string;
  readonly layer: string;
  /** Runs the network for the pictures as they are, with other targets, [all pictures, classes]. */
  readonly runFor: (target: Float32Array) => Promise<Pick<RunValues, 'values' | 'release'>>;
  /** For progress. */
  readonly title: string;
  readonly watch: Watch;
}

type Run = (scratch: Chain, first: number, count: number) => Promise<ExplainableOutputs>;

export class NetworkReruns implements Reruns {
  readonly pictures: number;
  readonly #parts: RerunsParts;

  constructor(parts: RerunsParts) {
    this.#parts = parts;
    this.pictures = required(parts.image.dims[0], 'the number of images');
  }

  seed(picture: number): number {
    return seedOf(this.#parts.nameOf(picture));
  }

  async withOtherClass(make: (values: Pick<MethodValues, 'gradients'>) => Value): Promise<Value> {
    const { chain, layer, targetOf, network, runFor } = this.#parts;
    const count = network.classes.length;
    const target = new Float32Array(this.pictures * count);
    for (let picture = 0; picture < this.pictures; picture++) {
      const own = targetOf(picture);
      const others = Array.from({ length: count }, (_, index) => index).filter((index) => own[index] === 0);
      const chosen = others[randomIndices(this.seed(picture))(others.length)];
      if (chosen !== undefined) target[picture * count + chosen] = 1;
    }
    const runs = await runFor(target);
    try {
      const map = make(runs.values(layer));
      const [values = new Float32Array()] = await chain.read([map]);
      return chain.upload(values, map.dims);
    } finally {
      runs.release();
    }
  }

  score(picture: number): number {
    return scoreOf(this.#parts.logitsOf(picture), this.#parts.targetOf(picture));
  }

  scores(picture: number, total: number, alter: Alter): Promise<Float64Array> {
    return this.#scores(picture, total, forwardOnly, this.#feeding(picture, forwardOnly, alter));
  }

  /** As `scores`, from class probabilities: for a single class, its probability. */
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
      if (inputGradients === undefined) throw new CamLensError('internal', 'The network returned no input gradients.');
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

  /** @param of turns logits into the values that the target weights */
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

  /** Every batch has its own chain and is read before the next starts, so memory does not grow with their number. */
  async #inBatches(
    picture: number,
    total: number,
    request: RunRequest,
    run: Run,
    take: (scratch: Chain, outputs: ExplainableOutputs, first: number, count: number) => Promise<void>,
  ): Promise<void> {
    const { chain, engine, network, watch } = this.#parts;
    // The source of the altered inputs must be submitted before another chain reads it.
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
    // Only now is it known that what the batches read there was valid.
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

/** On WebGPU the network reads the stage's own buffer; WebAssembly needs the numbers in memory. */
export async function forNetwork(chain: Chain, network: ExplainableNetwork, image: Value): Promise<NetworkTensor> {
  if (network.provider === 'webgpu') {
    chain.submit();
    return { dims: image.dims, buffer: chain.bufferOf(image) };
  }
  const [values] = await chain.read([image]);
  return { dims: image.dims, values: values ?? new Float32Array() };
}

/** The same for a whole batch, one by one if the network takes one at a time. */
export async function feedsFor(chain: Chain, network: ExplainableNetwork, image: Value): Promise<NetworkTensor[]> {
  const pictures = required(image.dims[0], 'the number of images');
  if (!network.takesOne || pictures === 1) return [await forNetwork(chain, network, image)];
  const feeds: NetworkTensor[] = [];
  for (let i = 0; i < pictures; i++) feeds.push(await forNetwork(chain, network, scale(chain, image, i, [1])));
  return feeds;
}

/** The network's output as a stage value. */
export function valueOf(chain: Chain, tensor: NetworkTensor): Value {
  return 'buffer' in tensor ? chain.borrow(tensor.buffer, tensor.dims) : chain.upload(tensor.values, tensor.dims);
}

async function numbersOf(chain: Chain, tensor: NetworkTensor): Promise<Float32Array> {
  if ('values' in tensor) return tensor.values;
  const [values] = await chain.read([chain.borrow(tensor.buffer, tensor.dims)]);
  return required(values, 'the output of the network, read');
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
