/**
 * The one import of ONNX Runtime Web, which is built once for each provider. The build for WebGPU can wait in the midst of
 * a kernel; the one for WebAssembly alone is half as large, starts sooner and is a little faster (`bench runtimes`). A page
 * loads the build that it uses.
 */
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

/** @param threads of WebAssembly, of a runtime that has made no network yet; later ones change nothing */
export async function loadRuntime(provider: Provider, threads: number): Promise<Runtime> {
  const { load, url } = builds[provider];
  const runtime = await load();
  runtime.env.wasm.wasmPaths = { wasm: url };
  runtime.env.wasm.numThreads = threads;
  runtime.env.logLevel = 'error';
  return runtime;
}
