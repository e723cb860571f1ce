import { expect, it } from 'vitest';
import { backendInWords } from '../../../src/ui/evaluate/backend-words.ts';

it('names the adapter where there is one', () => {
  expect(backendInWords({ network: 'webgpu', stages: 'webgpu', adapter: 'acme gpu' })).toBe(
    'network on the GPU (WebGPU); heatmaps in shaders (WebGPU); acme gpu',
  );
  for (const adapter of ['none', '']) {
    expect(backendInWords({ network: 'wasm', stages: 'cpu', adapter })).toBe(
      'network on the processor (WebAssembly); heatmaps on the processor (JavaScript)',
    );
  }
});
