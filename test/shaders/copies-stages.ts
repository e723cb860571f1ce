/** erase, scale, blur, add-noise, replace-pixels and impute: altered copies of pictures, each against its reference. */
import { describe, expect } from 'vitest';
import type { Value } from '../../src/pipeline/chain/chain.ts';
import { addNoise, blur, erase, impute, replacePixels, scale } from '../../src/pipeline/chain/operations.ts';
import { addNoise as addNoiseTwin } from '../support/references/add-noise.ts';
import { blur as blurTwin } from '../support/references/blur.ts';
import { erase as eraseTwin } from '../support/references/erase.ts';
import { impute as imputeTwin } from '../support/references/impute.ts';
import { replacePixels as replacePixelsTwin } from '../support/references/replace-pixels.ts';
import { scale as scaleTwin } from '../support/references/scale.ts';
import { expectClose } from '../support/compare.ts';
import type { StageTest } from '../support/stage-test.ts';
import { randomFrom, randomValues } from '../support/random.ts';

/** Channels, height and width: single, of layers, and of pictures; fewer, as many and more than a workgroup has. */
const sizes = [
  [1, 1, 1],
  [2, 1, 63],
  [5, 8, 8],
  [67, 7, 7],
  [3, 5, 13],
  [3, 33, 65],
] as const;

export function copyStages(stageTest: StageTest): void {
  const random = randomFrom(21);
  const entries = 3;
  const entry = 1;

  describe.each(sizes)('%i channels of %i × %i', (channels, height, width) => {
    const dims = [entries, channels, height, width];
    const positions = height * width;
    const size = channels * positions;
    const tensor = new Float32Array(randomValues(entries * size, 2, random));

    stageTest('erase', async (chain) => {
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

    stageTest('scale', async (chain) => {
      const factors = [0, 1, -0.5, 0.25, 3];
      const scaled = scale(chain, chain.upload(tensor, dims), entry, factors);
      expect(scaled.dims).toEqual([5, channels, height, width]);
      const [actual] = await chain.read([scaled]);
      expectClose(actual!, scaleTwin(tensor, factors, { entry, size }), { tolerance: 1e-6, width });
    });

    stageTest('impute', async (chain) => {
      const places = new Float32Array(positions).map((_, i) => (i * 5 + 3) % positions);
      const counts = [0, Math.min(1, positions - 1), Math.floor(positions / 2), positions - 1];
      const [image, noise] = [tensor.slice(0, size), tensor.slice(size, 2 * size)];
      const one = [1, channels, height, width];
      const imputed = impute(
        chain,
        ...([image, noise].map((values) => chain.upload(values, one)) as [Value, Value]),
        chain.upload(places, [height, width]),
        counts,
      );
      expect(imputed.dims).toEqual([4, channels, height, width]);
      const [actual] = await chain.read([imputed]);
      expectClose(actual!, imputeTwin(image, noise, places, counts, width), { tolerance: 1e-4, width });
    });

    stageTest('impute keeps what is not finite, in its channel, unless it is removed itself', async (chain) => {
      const places = new Float32Array(positions).map((_, i) => (i * 5 + 3) % positions);
      const count = Math.floor(positions / 2);
      const channel = channels - 1;
      const spoiled = (place: number): Float32Array<ArrayBuffer> => {
        const values = tensor.slice(0, size);
        values[channel * positions + places.indexOf(place)] = NaN;
        return values;
      };
      const notFinite = async (image: Float32Array<ArrayBuffer>, noise: Float32Array<ArrayBuffer>) => {
        const [one, order] = [[1, channels, height, width], chain.upload(places, [height, width])];
        const imputed = impute(chain, chain.upload(image, one), chain.upload(noise, one), order, [0, count]);
        const [read = new Float32Array()] = await chain.read([imputed]);
        return Array.from({ length: 2 * channels }, (_, c) =>
          read.subarray(c * positions, (c + 1) * positions).some((value) => !Number.isFinite(value)),
        );
      };
      const [finite, own] = [new Array<boolean>(channels).fill(false), new Array<boolean>(channels).fill(false)];
      own[channel] = true;
      const clean = tensor.slice(0, size);
      const [firstPlace, lastPlace] = [Math.min(...places), Math.max(...places)];
      expect(await notFinite(spoiled(lastPlace), clean), 'a pixel that stays').toEqual([...own, ...own]);
      if (count === 0) return;
      expect(await notFinite(spoiled(firstPlace), clean), 'a pixel removed').toEqual([...own, ...finite]);
      expect(await notFinite(clean, spoiled(firstPlace)), 'noise of a pixel removed').toEqual([...finite, ...own]);
      expect(await notFinite(clean, spoiled(lastPlace)), 'noise of a pixel that stays').toEqual([...finite, ...finite]);
    });

    stageTest('blur', async (chain) => {
      const kernel = [0.1, 0.2, 0.4, 0.25, 0.05];
      const blurred = blur(chain, chain.upload(tensor, dims), entry, kernel);
      expect(blurred.dims).toEqual([1, channels, height, width]);
      const [actual] = await chain.read([blurred]);
      const expected = blurTwin(tensor, kernel, { entry, channels, positions, width });
      expectClose(actual!, expected, { tolerance: 1e-6, width });
    });

    stageTest('replace-pixels', async (chain) => {
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

    stageTest('add-noise', async (chain) => {
      const noise = { first: 7, copies: 4, seed: 3, sigma: 0.5 };
      const noisy = addNoise(chain, chain.upload(tensor, dims), entry, noise);
      expect(noisy.dims).toEqual([4, channels, height, width]);
      const [actual] = await chain.read([noisy]);
      // A cosine in WGSL may be off by 2⁻¹¹, times a radius of at most six and sigma.
      const tolerance = 6 * 0.5 * 2 ** -11;
      expectClose(actual!, addNoiseTwin(tensor, { ...noise, entry, size }), { tolerance, width });
    });
  });

  stageTest('add-noise: values of zero noise are the tensor’s own', async (chain) => {
    const values = Float32Array.of(1, 2, 3, 4);
    const [actual] = await chain.read([
      addNoise(chain, chain.upload(values, [2, 1, 1, 2]), 1, { first: 0, copies: 2, seed: 0, sigma: 0 }),
    ]);
    expect([...actual!]).toEqual([3, 4, 3, 4]);
  });

  stageTest('an entry that is not there is refused', async (chain) => {
    const tensor = chain.upload(Float32Array.of(1, 2), [2, 1, 1, 1]);
    expect(() => scale(chain, tensor, 2, [1])).toThrow('There is no entry 2');
  });
}
