/** Maps that follow the edges of pictures, each of its own size: GPU and CPU engine agree. */
import { expect } from 'vitest';
import type { Chain } from '../../../../src/pipeline/chain/chain.ts';
import { createCpuEngine } from '../../../../src/pipeline/engine/cpu-engine.ts';
import { refineMaps } from '../../../../src/pipeline/recipe/refine/refine-maps.ts';
import { refinements } from '../../../../src/pipeline/recipe/refine/refinements.ts';
import type { Picture } from '../../../../src/pipeline/types.ts';
import { expectClose } from '../../../support/compare.ts';
import { gpuTest, pictureOf } from '../../../support/gpu.ts';
import { randomFrom, randomValues } from '../../../support/random.ts';

/** Black, and white from a column on. */
function halves(width: number, height: number, column: number): Promise<Picture> {
  const rgba = Array.from({ length: width * height }, (_, i) => {
    const grey = i % width < column ? 20 : 220;
    return [grey, grey, grey, 255];
  });
  return pictureOf(rgba.flat(), { width, height });
}

gpuTest('maps fitted to pictures of two sizes are the same on the GPU and on the CPU engine', async (chain) => {
  const pictures = [await halves(320, 200, 190), await halves(40, 80, 10)];
  const random = randomFrom(8);
  const side = 7;
  // What is left of the middle looks alike, and so does what is right of it.
  const alike = (channels: number, width: number): Float32Array<ArrayBuffer> => {
    const noise = new Float32Array(randomValues(2 * channels * width * width, 0.3, random));
    return noise.map(
      (value, i) => value + (i % width < width / 2 ? 1 : -1) * (Math.floor(i / width ** 2) % 2 ? 1 : -1),
    );
  };
  const [fine, coarse] = [alike(6, 2 * side), alike(4, side)];
  const raw = Float32Array.from({ length: 2 * side * side }, (_, i) => (i % side < 2 ? 1 + (i % 3) : 0));
  const made = async (on: Chain): Promise<Float32Array[]> => {
    const map = on.upload(raw, [2, side, side]);
    const items = [0, 1].map((index) => ({ picture: index, index, method: 'cam', layer: 'last', rectify: false, map }));
    const refined = await refineMaps(on, items, {
      refinement: refinements['affinity+guided'],
      fine: on.upload(fine, [2, 6, 2 * side, 2 * side]),
      coarse: on.upload(coarse, [2, 4, side, side]),
      pictures,
    });
    expect(refined.map(({ map: { dims } }) => dims)).toEqual([
      [1, 100, 160],
      [1, 160, 80],
    ]);
    return on.read(refined.map((item) => item.map));
  };
  const [gpu, cpu] = [await made(chain), await made(createCpuEngine().begin())];
  for (const [i, map] of gpu.entries()) expectClose(map, cpu[i]!, { tolerance: 1e-4, width: [160, 80][i]! });
  // By the features alone the map of the first ends about column 91 of 160, where the fourth of seven places ends; the picture's
  // edge lies at 95, within a window of it.
  const row = gpu[0]!.subarray(50 * 160, 51 * 160);
  const fall = (x: number): number => row[x - 1]! - row[x]!;
  const steepest = Array.from({ length: 159 }, (_, i) => i + 1).reduce((best, x) => (fall(x) > fall(best) ? x : best));
  expect(steepest).toBe(95);
});
