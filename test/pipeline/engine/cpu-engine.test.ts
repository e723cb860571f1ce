/** What is out of range on the CPU engine is a fault that names it, as on a GPU: no zeros stand in for it. */
import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import type { StageChain } from '../../../src/pipeline/engine/stage-chain.ts';

const size = { width: 2, height: 2 };

function heatmapsOf(chain: StageChain, count: number): ReturnType<StageChain['upsample']> {
  const map = chain.upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2]);
  return chain.upsample(Array.from({ length: count }, () => ({ map, index: 0, size, rectify: false })));
}

test.each<[string, (chain: StageChain) => unknown, string]>([
  [
    'a map behind the last',
    (chain) => {
      const map = chain.upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2]);
      return chain.upsample([{ map, index: 1, size, rectify: false }]);
    },
    'There are 4 values of maps, but 8 are read.',
  ],
  [
    'a map without rows',
    (chain) => chain.upsample([{ map: chain.upload(Float32Array.of(1), [1]), index: 0, size, rectify: false }]),
    'The maps are [N, H, W], but these are [1].',
  ],
  [
    'fewer maps than heatmaps',
    (chain) => chain.normalize(heatmapsOf(chain, 2), { of: 'layer', epsilon: 0 }, heatmapsOf(chain, 1)),
    'Something is missing: map 1.',
  ],
  [
    'heatmaps of another size than the tensor',
    (chain) => {
      const tensor = chain.upload(new Float32Array(6), [1, 1, 2, 3]);
      return chain.mask(tensor, chain.normalize(heatmapsOf(chain, 1)), { first: 0, step: 0 });
    },
    'The sides of a heatmap [2, 2] do not fit [1, 1, 2, 3].',
  ],
  ['nothing to stack', (chain) => chain.stack([]), 'Something is missing: a value to stack.'],
  [
    'what does not stack',
    (chain) => chain.stack([chain.upload(new Float32Array(2), [1, 2]), chain.upload(new Float32Array(3), [1, 3])]),
    'The values to stack [1, 3] do not fit [1, 2].',
  ],
])('%s', (_, use, message) => {
  const chain = createCpuEngine().begin();
  expect(() => use(chain)).toThrow(expect.objectContaining({ code: 'internal', message }));
});
