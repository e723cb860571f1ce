/**
 * The network itself. It runs only on the requested provider; falling back is the caller's decision, so that what ran
 * is always known.
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
  unlessUnstarted,
  type Runtime,
  type RuntimeSession,
  type RuntimeTensor,
} from './runtime.ts';

import { printedUntil } from './runtime-console.ts';

/** How long the runtime may take to finish its work on a lost device, where it may wait forever for an answer. */
const finishMs = 2000;

/** WebAssembly threads need a cross-origin isolated page; otherwise there is one thread. */
const usualThreads = globalThis.crossOriginIsolated
  ? Math.min(mostThreads, globalThis.navigator.hardwareConcurrency)
  : 1;
let threads = usualThreads;
let isStarted = false;

/** The runtime creates and runs one session at a time. */
const turns = new Turns();

/** Of the runtime, which all networks of a page or worker share. */
export function networkThreads(): number {
  return threads;
}

/**
 * Sets the number of threads. The runtime creates its threads with the first network and cannot change their number, so
 * this must be called before; another number needs another worker.
 * @throws CamLensError `bad-option` if it is called too late, or the page does not allow that number of threads
 */
export function setNetworkThreads(count: number): void {
  const most = globalThis.crossOriginIsolated ? mostThreads : 1;
  if (!(Number.isInteger(count) && count >= 1 && count <= most)) {
    throw new CamLensError('bad-option', `${count} threads were requested; 1 to ${most} are possible on this page.`);
  }
  if (isStarted && count !== networkThreads()) {
    throw new CamLensError(
      'bad-option',
      `ONNX Runtime has started with ${networkThreads()} threads; ${count} must be requested before ` +
        'the first network.',
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
  /** Returns GPU buffers to the runtime; the tensors become invalid. */
  readonly release: () => void;
}

export interface NetworkOptions {
  /** ONNX bytes; not kept. */
  readonly bytes: Uint8Array;
  /** The device to run on, shared with the stages; null runs WebAssembly. */
  readonly device: GPUDevice | null;
  /** The outputs of every run, by name. */
  readonly outputs: readonly string[];
  /** Time every kernel, for `Network.profile`; runs are slower. Default: false. */
  readonly profiles?: boolean;
}

export interface Network {
  readonly provider: 'webgpu' | 'wasm';
  /** Only one run at a time, across all networks; others wait. */
  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<NetworkOutputs>;
  /** Waits until the device has finished everything; resolves immediately with WebAssembly. */
  settled(): Promise<void>;
  /**
   * Ends profiling.
   * @returns the lines of ONNX Runtime's profile since the network was created with `profiles`
   * @throws CamLensError `internal` if there is none
   */
  profile(): Promise<readonly string[]>;
  destroy(): Promise<void>;
}

/**
 * Creates a session, as soon as no other is being created or run.
 * @throws CamLensError `model-unsupported` with the runtime's own message; `runtime-damaged` if the runtime itself does
 *   not start; `out-of-memory`, `gpu-failed`, `device-lost`
 */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  const provider = options.device === null ? 'wasm' : 'webgpu';
  isStarted = true;
  try {
    const runtime = await loadRuntime(provider, threads);
    const session = await turns.take(() =>
      onDevice(options.device, () =>
        unlessUnstarted(
          provider,
          runtime,
          runtime.InferenceSession.create(options.bytes, {
            executionProviders: [options.device === null ? 'wasm' : { name: 'webgpu', device: options.device }],
            preferredOutputLocation: options.device === null ? 'cpu' : 'gpu-buffer',
            graphOptimizationLevel: 'all',
            // Errors only: warnings that shapes are computed on the CPU, or a weight is unused, are of no interest to
            // users.
            logSeverityLevel: 3,
            enableProfiling: options.profiles === true,
            // Threads that spin between runs take CPU time from the stages and the page.
            extra: { session: { intra_op: { allow_spinning: '0' } } },
          }),
        ),
      ),
    );
    return new SessionNetwork(runtime, session, options.device, options.outputs);
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    if (options.device !== null && isOfDevice(cause)) throw refused(cause);
    const damage = await runtimeDamage(provider, saying(cause));
    if (damage !== undefined) throw damage;
    throw new CamLensError('model-unsupported', `ONNX Runtime rejects the model on ${provider}: ${saying(cause)}`, {
      cause,
    });
  }
}

class SessionNetwork implements Network {
  readonly provider: 'webgpu' | 'wasm';
  readonly #runtime: Runtime;
  readonly #session: RuntimeSession;
  readonly #device: GPUDevice | null;
  readonly #outputs: readonly string[];
  /** Its last run, as the runtime sees it: on a lost device it may continue after we have stopped waiting for it. */
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
      // WebAssembly blocks this thread: anything that arrived during the previous run, such as a file to decode, goes
      // first.
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

  profile(): Promise<readonly string[]> {
    return turns.take(() =>
      printedUntil(
        (line) => line.trim() === ']',
        () => this.#session.endProfiling(),
      ),
    );
  }

  async destroy(): Promise<void> {
    await turns.take(async () => {
      // If released during a run, the runtime may wait for itself, and block its thread, forever.
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
 * The runtime's work on a device, in separate error scopes: after a GPU error it continues with zeros.
 * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
 */
async function onDevice<Result>(device: GPUDevice | null, work: () => Promise<Result>): Promise<Result> {
  if (device === null) return work();
  const doing = guardedWhile(device, work);
  try {
    return await unlessLost(device, doing);
  } catch (error) {
    // Nothing else may be requested from the runtime until it has finished this too.
    await settlesWithin(doing, finishMs);
    throw error;
  }
}

/** The runtime's own messages start like this; others come from WebGPU, or are consequences in the runtime. */
const ownWords = /^(failed to call Ort|Can't |cannot |no available backend)/;

/** Messages of a runtime that keeps waiting for a lost device. */
const stuckWords = /^another WebGPU EP|Failed to wait for the operation/;

/** Messages about the device. */
const deviceWords = /WebGPU validation failed|Failed to create a WebGPU/;

function isOfDevice(cause: unknown): boolean {
  const words = saying(cause);
  return stuckWords.test(words) || deviceWords.test(words) || !ownWords.test(words);
}

function refused(cause: unknown): CamLensError {
  // An exception from WebGPU leaves the runtime stuck in creating a session, for as long as its worker lives.
  if (stuckWords.test(saying(cause))) return lostDevice('only a new worker can use it again.', cause);
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
