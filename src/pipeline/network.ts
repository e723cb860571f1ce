/**
 * The network itself: the one import of ONNX Runtime Web. It runs on one provider, the one asked for; falling back is
 * the caller's decision, so that what ran can always be told.
 */
import * as ort from 'onnxruntime-web/webgpu';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { CamLensError } from '../errors.ts';

ort.env.wasm.wasmPaths = { wasm: wasmUrl };
ort.env.logLevel = 'error';

/** More threads than this no longer make ResNet-50 faster. */
const mostThreads = 8;

/** WebAssembly threads need a cross-origin isolated page; elsewhere there is one. */
const usualThreads = globalThis.crossOriginIsolated
  ? Math.min(mostThreads, globalThis.navigator.hardwareConcurrency)
  : 1;
ort.env.wasm.numThreads = usualThreads;
let isStarted = false;

/** The runtime makes and runs one session at a time, whichever it is. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

/** Of the runtime, which all networks of a page or worker share. */
export function networkThreads(): number {
  return ort.env.wasm.numThreads ?? usualThreads;
}

/**
 * Sets the number of threads. The runtime makes its threads when the first network is created and knows no other number
 * for a single one, so that this must come before; another number wants a worker of its own.
 * @throws CamLensError `bad-option` where it comes too late, or the page has no such number of threads
 */
export function setNetworkThreads(count: number): void {
  const most = globalThis.crossOriginIsolated ? mostThreads : 1;
  if (!(Number.isInteger(count) && count >= 1 && count <= most)) {
    throw new CamLensError('bad-option', `${count} threads were asked for; 1 to ${most} are possible on this page.`);
  }
  if (isStarted && count !== networkThreads()) {
    throw new CamLensError(
      'bad-option',
      `ONNX Runtime has started with ${networkThreads()} threads; ${count} must be asked for before the first network.`,
    );
  }
  ort.env.wasm.numThreads = count;
}

/** A float32 tensor in memory, or in a buffer of the device that the network was created with. */
export type NetworkTensor =
  | { readonly dims: readonly number[]; readonly values: Float32Array }
  | { readonly dims: readonly number[]; readonly buffer: GPUBuffer };

export interface NetworkOutputs {
  readonly tensors: Readonly<Record<string, NetworkTensor>>;
  /** Gives GPU buffers back to the runtime; the tensors are dead afterwards. */
  readonly release: () => void;
}

export interface NetworkOptions {
  /** ONNX bytes; not kept. */
  readonly bytes: Uint8Array;
  /** The device to run on, shared with the stages; null runs WebAssembly. */
  readonly device: GPUDevice | null;
  /** The outputs wanted of every run, by name. */
  readonly outputs: readonly string[];
}

export interface Network {
  readonly provider: 'webgpu' | 'wasm';
  /** One run at a time, of all networks; a second waits for the first. */
  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs>;
  /** Waits until the device has done all that was asked of it; at once on WebAssembly. */
  settled(): Promise<void>;
  destroy(): Promise<void>;
}

/**
 * Creates a session, as soon as no other one is made or runs.
 * @throws CamLensError `model-unsupported` with the runtime's own words
 */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  const provider = options.device === null ? 'wasm' : 'webgpu';
  isStarted = true;
  try {
    const session = await inTurn(() =>
      ort.InferenceSession.create(options.bytes, {
        executionProviders: [options.device === null ? 'wasm' : { name: 'webgpu', device: options.device }],
        preferredOutputLocation: options.device === null ? 'cpu' : 'gpu-buffer',
        graphOptimizationLevel: 'all',
        // Threads that spin between two runs take the processor from the stages and the page.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      }),
    );
    return new SessionNetwork(session, options.device, options.outputs);
  } catch (cause) {
    throw new CamLensError(
      'model-unsupported',
      `ONNX Runtime does not take the model on ${provider}: ${saying(cause)}`,
      {
        cause,
      },
    );
  }
}

class SessionNetwork implements Network {
  readonly provider: 'webgpu' | 'wasm';
  readonly #session: ort.InferenceSession;
  readonly #device: GPUDevice | null;
  readonly #outputs: readonly string[];

  constructor(session: ort.InferenceSession, device: GPUDevice | null, outputs: readonly string[]) {
    this.#session = session;
    this.#device = device;
    this.provider = device === null ? 'wasm' : 'webgpu';
    this.#outputs = outputs;
  }

  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs> {
    return inTurn(() => this.#runNow(inputs));
  }

  async #runNow(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs> {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)]));
    try {
      const results = await this.#session.run(feeds, [...this.#outputs]);
      const made = Object.values(results);
      return {
        tensors: Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(name, tensor)])),
        release: () => {
          for (const tensor of made) tensor.dispose();
        },
      };
    } catch (cause) {
      if (cause instanceof CamLensError) throw cause;
      throw new CamLensError('model-unsupported', `The network failed on ${this.provider}: ${saying(cause)}`, {
        cause,
      });
    }
  }

  async settled(): Promise<void> {
    await this.#device?.queue.onSubmittedWorkDone();
  }

  async destroy(): Promise<void> {
    await inTurn(() => this.#session.release());
  }
}

function toOrt(tensor: NetworkTensor): ort.Tensor {
  return 'buffer' in tensor
    ? ort.Tensor.fromGpuBuffer(tensor.buffer, { dataType: 'float32', dims: [...tensor.dims] })
    : new ort.Tensor('float32', tensor.values, [...tensor.dims]);
}

function fromOrt(name: string, tensor: ort.Tensor): NetworkTensor {
  if (tensor.type !== 'float32') {
    throw new CamLensError(
      'model-unsupported',
      `Output ${name} of the network is ${tensor.type}; float32 was expected.`,
    );
  }
  return tensor.location === 'gpu-buffer'
    ? { dims: tensor.dims, buffer: tensor.gpuBuffer }
    : { dims: tensor.dims, values: tensor.data as Float32Array };
}

function saying(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
