/**
 * The one import of ONNX Runtime Web, which is built once for each provider. The build for WebGPU can wait in the midst of
 * a kernel; the one for WebAssembly alone is half as large, starts sooner and is a little faster (`bench runtimes`). A page
 * loads the build that it uses.
 */
import { CamLensError, describeError } from '../../errors.ts';
import { fetchOrExplain, partsOf } from '../model/download.ts';
import type * as ort from 'onnxruntime-web/webgpu';
import webgpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

export type Runtime = Pick<typeof ort, 'InferenceSession' | 'Tensor' | 'env'>;
export type RuntimeSession = ort.InferenceSession;
export type RuntimeTensor = ort.Tensor;

export type Provider = 'webgpu' | 'wasm';

/** More threads than this no longer make ResNet-50 faster. */
export const mostThreads = 8;

const builds: Readonly<Record<Provider, { readonly load: () => Promise<Runtime>; readonly url: string }>> = {
  webgpu: { load: () => import('onnxruntime-web/webgpu'), url: webgpuUrl },
  wasm: { load: () => import('onnxruntime-web/wasm'), url: wasmUrl },
};

/**
 * @throws CamLensError `runtime-damaged` where its script cannot be loaded
 * @param threads of WebAssembly, of a runtime that has made no network yet; later ones change nothing
 */
export async function loadRuntime(provider: Provider, threads: number): Promise<Runtime> {
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

/** What a runtime says that did not start, whatever the model. */
const notStarted = /no available backend found/;

/**
 * A session could not be made: whether that is the runtime's own fault. Its WebAssembly is fetched once more, to see what is
 * wrong with it; where all is well nothing is.
 */
export async function runtimeDamage(provider: Provider, words: string): Promise<CamLensError | undefined> {
  if (!notStarted.test(words)) return undefined;
  const { url } = builds[provider];
  const reason = (await whyDamaged(url)) ?? `ONNX Runtime does not start with ${url}: ${words}`;
  return new CamLensError('runtime-damaged', `${reason} Reload the page, or install cam-lens anew.`);
}

/** What is wrong with a file of WebAssembly, as a sentence; undefined where nothing is. */
export async function whyDamaged(url: string): Promise<string | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const part of partsOf(await fetchOrExplain(url, 'runtime-damaged'), url, undefined)) parts.push(part);
  } catch (error) {
    return describeError(error).message;
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const isWasm = [0x00, 0x61, 0x73, 0x6d].every((byte, i) => bytes[i] === byte);
  if (!isWasm) return `${url} is no WebAssembly.`;
  return WebAssembly.validate(bytes) ? undefined : `${url} is damaged, or was cut off after ${bytes.length} bytes.`;
}
