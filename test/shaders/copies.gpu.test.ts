/** erase, scale, blur, add-noise and replace-pixels: altered copies of pictures, each against its reference. */
import { describe, expect } from 'vitest';
import type { Value } from '../../src/pipeline/chain/chain.ts';
import { addNoise, blur, erase, replacePixels, scale } from '../../src/pipeline/chain/operations.ts';
import { addNoise as addNoiseTwin } from '../../src/shaders/cpu/add-noise.ts';
import { blur as blurTwin } from '../../src/shaders/cpu/blur.ts';
import { erase as eraseTwin } from '../../src/shaders/cpu/erase.ts';
import { replacePixels as replacePixelsTwin } from '../../src/shaders/cpu/replace-pixels.ts';
import { scale as scaleTwin } from '../../src/shaders/cpu/scale.ts';
import { expectClose } from '../support/compare.ts';
import { gpuTest } from '../support/gpu.ts';
import { randomFrom, randomValues } from '../support/random.ts';

const random = randomFrom(21);
const entries = 3;
const entry = 1;

/** Channels, height and width: single, of layers, and of pictures; fewer, as many and more than a workgroup has. */
const sizes = [
  [1, 1, 1],
  [2, 1, 63],
  [5, 8, 8],
  [67, 7, 7],
  [3, 5, 13],
  [3, 33, 65],
] as const;

describe.each(sizes)('%i channels of %i × %i', (channels, height, width) => {
  const dims = [entries, channels, height, width];
  const positions = height * width;
  const size = channels * positions;
  const tensor = new Float32Array(randomValues(entries * size, 2, random));

  gpuTest('erase', async (chain) => {
    const below = (end: number): number => Math.floor(random() * (end + 1));
    const boxes = Array.from({ length: 9 }, () => {
      const [c, y, x] = [channels, height, width].map((end) => [below(end), below(end)].sort((a, b) => a - b));
      return [...c!, ...y!, ...x!] as unknown as readonly [number, number, number, number, number, number];
    });
    const erased = erase(chain, chain.upload(tensor, dims), entry, [...boxes, [0, channels, 0, height, 0, width]]);
    expect(erased.dims).toEqual([10, channels, height, width]);
    const [actual] = await chain.read([erased]);
    const expected = eraseTwin(tensor, boxes.flat(), { entry, channels, positions, width });
    expectClose(actual!, [...expected, ...new Float64Array(size)], { tolerance: 0, width });
  });

  gpuTest('scale', async (chain) => {
    const factors = [0, 1, -0.5, 0.25, 3];
    const scaled = scale(chain, chain.upload(tensor, dims), entry, factors);
    expect(scaled.dims).toEqual([5, channels, height, width]);
    const [actual] = await chain.read([scaled]);
    expectClose(actual!, scaleTwin(tensor, factors, { entry, size }), { tolerance: 1e-6, width });
  });

  gpuTest('blur', async (chain) => {
    const kernel = [0.1, 0.2, 0.4, 0.25, 0.05];
    const blurred = blur(chain, chain.upload(tensor, dims), entry, kernel);
    expect(blurred.dims).toEqual([1, channels, height, width]);
    const [actual] = await chain.read([blurred]);
    const expected = blurTwin(tensor, kernel, { entry, channels, positions, width });
    expectClose(actual!, expected, { tolerance: 1e-6, width });
  });

  gpuTest('replace-pixels', async (chain) => {
    const places = new Float32Array(positions).map((_, i) => (i * 5 + 3) % positions);
    const counts = [0, 1, Math.floor(positions / 2), positions];
    const [before, after] = [tensor.slice(0, size), tensor.slice(size, 2 * size)];
    const one = [1, channels, height, width];
    const replaced = replacePixels(
      chain,
      ...([before, after].map((values) => chain.upload(values, one)) as [Value, Value]),
      chain.upload(places, [height, width]),
      counts,
    );
    expect(replaced.dims).toEqual([4, channels, height, width]);
    const [actual] = await chain.read([replaced]);
    expectClose(actual!, replacePixelsTwin(before, after, places, counts), { tolerance: 0, width });
  });

  gpuTest('add-noise', async (chain) => {
    const noise = { first: 7, copies: 4, seed: 3, sigma: 0.5 };
    const noisy = addNoise(chain, chain.upload(tensor, dims), entry, noise);
    expect(noisy.dims).toEqual([4, channels, height, width]);
    const [actual] = await chain.read([noisy]);
    // A cosine in WGSL may be off by 2⁻¹¹, times a radius of at most six and sigma.
    const tolerance = 6 * 0.5 * 2 ** -11;
    expectClose(actual!, addNoiseTwin(tensor, { ...noise, entry, size }), { tolerance, width });
  });
});

gpuTest('add-noise: values of zero noise are the tensor’s own', async (chain) => {
  const values = Float32Array.of(1, 2, 3, 4);
  const [actual] = await chain.read([
    addNoise(chain, chain.upload(values, [2, 1, 1, 2]), 1, { first: 0, copies: 2, seed: 0, sigma: 0 }),
  ]);
  expect([...actual!]).toEqual([3, 4, 3, 4]);
});

gpuTest('an entry that is not there is refused', async (chain) => {
  const tensor = chain.upload(Float32Array.of(1, 2), [2, 1, 1, 1]);
  expect(() => scale(chain, tensor, 2, [1])).toThrow('There is no entry 2');
});
