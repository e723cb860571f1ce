/**
 * The network itself. It runs on one provider, the one asked for; falling back is the caller's decision, so that what
 * ran can always be told.
 */
import { CamLensError } from '../../errors.ts';
import { guardedWhile } from '../device/error-scopes.ts';
import { lostDevice } from '../device/gpu-errors.ts';
import { unlessLost } from '../device/unless-lost.ts';
import { Turns } from '../../turns.ts';
import { nextTask } from '../next-task.ts';
import { beat } from '../pulse.ts';
import { settlesWithin } from '../settles-within.ts';
import {
  loadRuntime,
  mostThreads,
  runtimeDamage,
  type Runtime,
  type RuntimeSession,
  type RuntimeTensor,
} from './runtime.ts';

/** How long the runtime is given to finish what it does on a lost device, of which it may wait for an answer for ever. */
const finishMs = 2000;

/** WebAssembly threads need a cross-origin isolated page; elsewhere there is one. */
const usualThreads = globalThis.crossOriginIsolated
  ? Math.min(mostThreads, globalThis.navigator.hardwareConcurrency)
  : 1;
let threads = usualThreads;
let isStarted = false;

/** The runtime makes and runs one session at a time, whichever it is. */
const turns = new Turns();

/** Of the runtime, which all networks of a page or worker share. */
export function networkThreads(): number {
  return threads;
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
  threads = count;
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
 * @throws CamLensError `model-unsupported` with the runtime's own words; `runtime-damaged` where the runtime itself does not
 * start; `out-of-memory`, `gpu-failed`, `device-lost`
 */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  const provider = options.device === null ? 'wasm' : 'webgpu';
  isStarted = true;
  try {
    const runtime = await loadRuntime(provider, threads);
    const session = await turns.take(() =>
      onDevice(options.device, () =>
        runtime.InferenceSession.create(options.bytes, {
          executionProviders: [options.device === null ? 'wasm' : { name: 'webgpu', device: options.device }],
          preferredOutputLocation: options.device === null ? 'cpu' : 'gpu-buffer',
          graphOptimizationLevel: 'all',
          // Errors alone: that shapes are computed on the processor, or a weight is not needed, is no news to a user.
          logSeverityLevel: 3,
          // Threads that spin between two runs take the processor from the stages and the page.
          extra: { session: { intra_op: { allow_spinning: '0' } } },
        }),
      ),
    );
    return new SessionNetwork(runtime, session, options.device, options.outputs);
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    if (options.device !== null && isOfDevice(cause)) throw refused(cause);
    const damage = await runtimeDamage(provider, saying(cause));
    if (damage !== undefined) throw damage;
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
  readonly #runtime: Runtime;
  readonly #session: RuntimeSession;
  readonly #device: GPUDevice | null;
  readonly #outputs: readonly string[];
  /** Its last run, as the runtime sees it: of a lost device it may go on after we have stopped waiting for it. */
  #lastRun: Promise<unknown> = Promise.resolve();

  constructor(runtime: Runtime, session: RuntimeSession, device: GPUDevice | null, outputs: readonly string[]) {
    this.#runtime = runtime;
    this.#session = session;
    this.#device = device;
    this.provider = device === null ? 'wasm' : 'webgpu';
    this.#outputs = outputs;
  }

  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs> {
    return turns.take(async () => {
      // WebAssembly holds this thread: what came while the run before held it, such as a file to decode, goes first.
      if (this.provider === 'wasm') await nextTask();
      return this.#runNow(inputs);
    });
  }

  async #runNow(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs> {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, this.#fed(tensor)]));
    try {
      const results = await onDevice(this.#device, () => {
        const run = this.#session.run(feeds, [...this.#outputs]);
        this.#lastRun = run;
        return run;
      });
      beat();
      const made = Object.values(results);
      return {
        tensors: Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromRuntime(name, tensor)])),
        release: () => {
          for (const tensor of made) tensor.dispose();
        },
      };
    } catch (cause) {
      if (cause instanceof CamLensError) throw cause;
      if (this.#device !== null && isOfDevice(cause)) throw refused(cause);
      throw new CamLensError('model-unsupported', `The network failed on ${this.provider}: ${saying(cause)}`, {
        cause,
      });
    }
  }

  async settled(): Promise<void> {
    await this.#device?.queue.onSubmittedWorkDone();
  }

  async destroy(): Promise<void> {
    await turns.take(async () => {
      // Released in the midst of a run, the runtime may wait for itself, and its thread with it, for ever.
      if (await settlesWithin(this.#lastRun, finishMs)) await this.#session.release();
    });
  }

  #fed(tensor: NetworkTensor): RuntimeTensor {
    const { Tensor } = this.#runtime;
    return 'buffer' in tensor
      ? Tensor.fromGpuBuffer(tensor.buffer, { dataType: 'float32', dims: [...tensor.dims] })
      : new Tensor('float32', tensor.values, [...tensor.dims]);
  }
}

/**
 * What the runtime does on a device, in error scopes of its own: it goes on after an error of the GPU, with zeros.
 * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
 */
async function onDevice<Result>(device: GPUDevice | null, work: () => Promise<Result>): Promise<Result> {
  if (device === null) return work();
  const doing = guardedWhile(device, work);
  try {
    return await unlessLost(device, doing);
  } catch (error) {
    // Until the runtime has come to an end with it too, nothing else may be asked of it.
    await settlesWithin(doing, finishMs);
    throw error;
  }
}

/** The runtime's own words begin like this; what does not came from WebGPU, or from the runtime's stumbling over it. */
const ownWords = /^(failed to call Ort|Can't |cannot |no available backend)/;

function isOfDevice(cause: unknown): boolean {
  const words = saying(cause);
  return /WebGPU validation failed|Failed to create a WebGPU/.test(words) || !ownWords.test(words);
}

function refused(cause: unknown): CamLensError {
  // An exception out of WebGPU leaves the runtime in the middle of making a session, for as long as its worker lives.
  if (saying(cause).startsWith('another WebGPU EP')) return lostDevice('only a fresh worker can use it again.', cause);
  return new CamLensError('gpu-failed', `The network failed on the GPU: ${saying(cause)}`, { cause });
}

function fromRuntime(name: string, tensor: RuntimeTensor): NetworkTensor {
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
