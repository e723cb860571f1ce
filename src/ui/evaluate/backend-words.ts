/** The backend in one line. */
import type { Backend } from '../../pipeline/types.ts';
import type { StatusStrings } from './run-strings.ts';

export const networkWords: Readonly<Record<Backend['network'], string>> = {
  webgpu: 'network on the GPU (WebGPU)',
  wasm: 'network on the processor (WebAssembly)',
};
export const stageWords: Readonly<Record<Backend['stages'], string>> = {
  webgpu: 'heatmaps in shaders (WebGPU)',
  cpu: 'heatmaps on the processor (JavaScript)',
};

export function backendInWords(
  { network, stages, adapter }: Backend,
  words: Pick<StatusStrings, 'network' | 'stages'> = { network: networkWords, stages: stageWords },
): string {
  const named = adapter === '' || adapter === 'none' ? [] : [adapter];
  return [words.network[network], words.stages[stages], ...named].join('; ');
}
