import { expect } from 'vitest';
import { colourMaps } from '../../src/shaders/colour-maps.ts';
import { blend } from '../support/references/blend.ts';
import { preprocess } from '../support/references/preprocess.ts';
import { upsample } from '../support/references/upsample.ts';
import type { Chain, Painting } from '../../src/pipeline/chain/chain.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import type { ColourMap, Size } from '../../src/pipeline/types.ts';
import { expectClose } from '../support/compare.ts';
import { bytesOf, gpuTest, pictureOf } from '../support/gpu.ts';
import { randomFrom } from '../support/random.ts';

const map = Float32Array.of(0, 0.2, 0.4, 0.6, 0.8, 1);

async function photo(size: Size) {
  const random = randomFrom(5);
  const bytes = Uint8Array.from({ length: 4 * size.width * size.height }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(random() * 256),
  );
  return pictureOf(bytes, size);
}

/** The canvas's bytes after painting; the heatmap is the second of two. */
async function paint(chain: Chain, size: Size, on: Size, options: Omit<Painting, 'picture' | 'heatmaps' | 'index'>) {
  const picture = await photo(size);
  const value = chain.upload(map, [1, 2, 3]);
  const request = { map: value, index: 0, size, rectify: false };
  const heatmaps = chain.normalize(chain.upsample([{ ...request, size: { width: 3, height: 5 } }, request]));
  const canvas = new OffscreenCanvas(on.width, on.height);
  await chain.paint(canvas, { picture, heatmaps, index: 1, ...options });
  const bitmap = canvas.transferToImageBitmap();
  return { picture, bytes: bytesOf({ name: 'canvas', bitmap, ...on }) };
}

function expected(rgba: ArrayLike<number>, size: Size, on: Size, colourMap: ColourMap, opacity: number) {
  const heatmap = minMax(upsample(map, { width: 3, height: 2 }, size, false));
  const plain = { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const picture = preprocess(rgba, size, on, plain);
  return blend(upsample(heatmap, size, on, false), picture, colourMaps[colourMap], opacity);
}

/** 0 where all values are the same. */
function minMax(values: Float64Array): Float64Array {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
}

const cases = [
  ['at the picture’s own size', { width: 33, height: 20 }, { width: 33, height: 20 }, 'viridis', 0.5],
  ['on a smaller canvas', { width: 300, height: 200 }, { width: 70, height: 50 }, 'turbo', 0.25],
  ['on a larger canvas', { width: 20, height: 30 }, { width: 64, height: 40 }, 'jet', 0.75],
  ['of one pixel', { width: 1, height: 1 }, { width: 1, height: 1 }, 'viridis', 0.5],
  ['of one row', { width: 131, height: 1 }, { width: 131, height: 1 }, 'viridis', 0.5],
  ['of one column', { width: 1, height: 70 }, { width: 1, height: 70 }, 'turbo', 0.5],
  ['of one column, stretched', { width: 1, height: 70 }, { width: 5, height: 67 }, 'turbo', 0.5],
] as const;

for (const [name, size, on, colourMap, opacity] of cases) {
  for (const kind of ['webgpu', 'cpu'] as const) {
    gpuTest(`blend ${name}, ${kind}`, async (gpuChain) => {
      const chain = kind === 'cpu' ? createCpuEngine().begin() : gpuChain;
      const { picture, bytes } = await paint(chain, size, on, { show: 'blend', colourMap, opacity });
      // Where float32 and float64 fall on two sides of a half, or of two colours, a byte differs a little.
      const wanted = expected(bytesOf(picture), size, on, colourMap, opacity);
      const off = wanted.filter((value, i) => Math.abs(value - bytes[i]!) > 1).length;
      expect(off / wanted.length).toBeLessThan(0.002);
      expectClose(bytes, wanted, { tolerance: 8, width: 4 * on.width });
    });
  }
}

gpuTest('the heatmap alone is its colours', async (chain) => {
  const size = { width: 3, height: 2 };
  const { bytes } = await paint(chain, size, size, { show: 'heatmap', colourMap: 'inferno', opacity: 0.1 });
  const table = colourMaps.inferno;
  const colours = [0, 51, 102, 153, 204, 255].flatMap((entry) => [...table.subarray(3 * entry, 3 * entry + 3), 255]);
  expectClose(bytes, colours, { tolerance: 0, width: 12 });
});
