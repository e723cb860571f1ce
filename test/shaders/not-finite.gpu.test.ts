/** What is not finite leaves a trace in whatever the stages make of it, in that picture and no other. */
import { describe, expect } from 'vitest';
import { firstNotFinite } from '../../src/pipeline/finite.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import type { Chain, Value } from '../../src/pipeline/chain/chain.ts';
import { gpuTest } from '../support/gpu.ts';
import { arraysWith, notFinite, pictures, stageCases } from './not-finite-cases.ts';

const infinities: readonly number[] = [notFinite.infinity, notFinite['minus infinity']];

type Case = (typeof stageCases)[number];
type AnyCompute = (stage: string, values: readonly Value[], numbers?: Case['numbers']) => Value;

async function made(chain: Chain, { stage, dims, numbers }: Case, arrays: readonly Float32Array[]) {
  const values = arrays.map((array, i) => chain.upload(array as Float32Array<ArrayBuffer>, dims[i]!));
  // Of any stage; what it takes stands beside it in the table of cases.
  const compute = chain.compute.bind(chain) as unknown as AnyCompute;
  const [read = new Float32Array()] = await chain.read([compute(stage, values, numbers)]);
  const size = read.length / pictures;
  return Array.from({ length: pictures }, (_, p) => firstNotFinite(read.subarray(p * size, (p + 1) * size)) >= 0);
}

describe.each(Object.entries(notFinite))('%s', (_, bits) => {
  for (const one of stageCases) {
    for (const spoiled of one.dims.keys()) {
      // A range that is not finite is NaN.
      if (one.dims[spoiled]!.at(-1) === 2 && bits !== notFinite.NaN) continue;
      // Of heatmaps the range tells.
      if (one.stage === 'mask' && spoiled === 1) continue;
      // Sums of positive terms that are not finite belong to maps that are not.
      if (one.stage === 'clear-cancelled' && spoiled === 1) continue;
      // The weight of an infinite activation is 0, and 0 times infinity, in the sum that follows, NaN.
      if (one.stage === 'plus-plus-weights' && spoiled === 0 && infinities.includes(bits)) continue;
      const rectifies = one.numbers?.['rectify'] === 1 ? ', rectified' : '';
      gpuTest(`${one.stage}${rectifies}, in array ${spoiled}`, async (chain) => {
        const arrays = arraysWith(one, spoiled, bits);
        expect(await made(createCpuEngine().begin(), one, arrays), 'CPU engine').toEqual([false, true, false]);
        expect(await made(chain, one, arrays), 'shader').toEqual([false, true, false]);
      });
    }
  }

  for (const rectify of [false, true]) {
    gpuTest(`upsample and normalize, ${rectify ? 'rectified' : 'signed'}`, async (chain) => {
      const map = Float32Array.from({ length: 3 * 35 }, (__, i) => 1 + (i % 7));
      new Uint32Array(map.buffer)[35 + 17] = bits;
      const rangesOf = async (on: Chain): Promise<number[]> => {
        const value = on.upload(map, [3, 7, 5]);
        const size = { width: 40, height: 23 };
        const heatmaps = on.normalize(on.upsample([0, 1, 2].map((index) => ({ map: value, index, size, rectify }))));
        const [ranges = new Float32Array()] = await on.read([heatmaps.ranges!]);
        return [...ranges];
      };
      const wanted = [1, 7, NaN, NaN, 1, 7];
      expect(await rangesOf(createCpuEngine().begin()), 'CPU engine').toEqual(wanted);
      expect(await rangesOf(chain), 'shader').toEqual(wanted);
    });
  }
});

gpuTest('two finite ends with more between them than float32 holds have no range', async (chain) => {
  const map = Float32Array.of(-3e38, 3e38, 1, 2);
  for (const on of [chain, createCpuEngine().begin()]) {
    const value = on.upload(map, [2, 1, 2]);
    const size = { width: 2, height: 1 };
    const heatmaps = on.normalize(on.upsample([0, 1].map((index) => ({ map: value, index, size, rectify: false }))));
    const [ranges] = await on.read([heatmaps.ranges!]);
    expect([...ranges!]).toEqual([NaN, NaN, 1, 2]);
  }
});
