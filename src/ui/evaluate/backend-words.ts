/** The backend in one line. */
import type { Backend } from '../../pipeline/types.ts';

const networkWords: Readonly<Record<Backend['network'], string>> = {
  webgpu: 'network on the GPU (WebGPU)',
  wasm: 'network on the processor (WebAssembly)',
};
const stageWords: Readonly<Record<Backend['stages'], string>> = {
  webgpu: 'heatmaps in shaders (WebGPU)',
  cpu: 'heatmaps on the processor (JavaScript)',
};

export function backendInWords({ network, stages, adapter }: Backend): string {
  const named = adapter === '' || adapter === 'none' ? [] : [adapter];
  return [networkWords[network], stageWords[stages], ...named].join('; ');
}
