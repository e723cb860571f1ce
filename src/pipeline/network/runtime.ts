/**
 * The only import of ONNX Runtime Web, which is built separately for each provider. The build for WebGPU can wait
 * inside a kernel; the one for WebAssembly only is half the size, starts sooner and is slightly faster (`bench
 * runtimes`). A page loads the build that it uses.
 */
import { CamLensError, describeError } from '../../errors.ts';
import { fetchOrExplain, partsOf } from '../model/download.ts';
import { scriptOf, Unheard, unlessUnheard } from './unheard.ts';
import type * as ort from 'onnxruntime-web/webgpu';
import webgpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

export type Runtime = Pick<typeof ort, 'InferenceSession' | 'Tensor' | 'env'>;
export type RuntimeSession = ort.InferenceSession;
export type RuntimeTensor = ort.Tensor;

export type Provider = 'webgpu' | 'wasm';

/** More threads do not make ResNet-50 faster. */
export const mostThreads = 8;

const builds: Readonly<Record<Provider, { readonly load: () => Promise<Runtime>; readonly url: string }>> = {
  webgpu: { load: () => import('onnxruntime-web/webgpu'), url: webgpuUrl },
  wasm: { load: () => import('onnxruntime-web/wasm'), url: wasmUrl },
};

/**
 * @throws CamLensError `runtime-damaged` if its script cannot be loaded, or it has failed to start before
 * @param threads of WebAssembly, for a runtime that has created no network yet; later values have no effect
 */
export async function loadRuntime(provider: Provider, threads: number): Promise<Runtime> {
  const fault = stuck.get(provider);
  if (fault !== undefined) throw fault;
  const { load, url } = builds[provider];
  const runtime = await load().catch((cause: unknown) => {
    throw new CamLensError('runtime-damaged', `The script of ONNX Runtime cannot be loaded: ${String(cause)}`, {
      cause,
    });
  });
  runtime.env.wasm.wasmPaths = { wasm: url };
  runtime.env.wasm.numThreads = threads;
  runtime.env.logLevel = 'error';
  return runtime;
}

/** Once a runtime has started, all its errors are reported. */
const started = new Set<Provider>();

/** Why a runtime will never start: any further call would wait forever. */
const stuck = new Map<Provider, CamLensError>();

/**
 * Work of a runtime, which starts with the first call. If its WebAssembly belongs to another version, it may throw
 * where nothing catches it, and never answer.
 * @throws CamLensError `runtime-damaged` if it does; and errors of the work
 */
export async function unlessUnstarted<Result>(
  provider: Provider,
  runtime: Runtime,
  work: Promise<Result>,
): Promise<Result> {
  const script = started.has(provider) ? undefined : addressOf(runtime);
  if (script === undefined) return work;
  try {
    const result = await unlessUnheard(script, work);
    started.add(provider);
    return result;
  } catch (error) {
    if (!(error instanceof Unheard)) throw error;
    const fault = await damageOf(provider, error.message);
    stuck.set(provider, fault);
    throw fault;
  }
}

/** URL of the runtime's script, from the stack of its error about an invalid tensor. */
function addressOf({ Tensor }: Runtime): string | undefined {
  try {
    new Tensor('float32', [], [-1]);
  } catch (error) {
    return scriptOf(error);
  }
  return undefined;
}

/** The runtime's message when it does not start, whatever the model. */
const notStarted = /no available backend found/;

/**
 * Determines whether failing to create a session is the runtime's own fault. Its WebAssembly is fetched once more and
 * checked; undefined if it is intact.
 */
export async function runtimeDamage(provider: Provider, words: string): Promise<CamLensError | undefined> {
  return notStarted.test(words) ? damageOf(provider, words) : undefined;
}

async function damageOf(provider: Provider, words: string): Promise<CamLensError> {
  const { url } = builds[provider];
  const reason = (await whyDamaged(url)) ?? `ONNX Runtime does not start with ${url}: ${words}`;
  return new CamLensError('runtime-damaged', `${reason} Reload the page, or reinstall cam-lens.`);
}

/** What is wrong with a WebAssembly file, as a sentence; undefined if nothing is. */
export async function whyDamaged(url: string): Promise<string | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const part of partsOf(await fetchOrExplain(url, 'runtime-damaged'), url, undefined)) parts.push(part);
  } catch (error) {
    return describeError(error).message;
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const isWasm = [0x00, 0x61, 0x73, 0x6d].every((byte, i) => bytes[i] === byte);
  if (!isWasm) return `${url} is not WebAssembly.`;
  return WebAssembly.validate(bytes) ? undefined : `${url} is damaged, or was cut off after ${bytes.length} bytes.`;
}
