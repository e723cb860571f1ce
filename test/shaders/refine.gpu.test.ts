/** The stages that refine maps: shader, CPU engine and reference. */
import { describe, expect } from 'vitest';
import { capAtMedian } from '../support/references/cap-at-median.ts';
import { clamp } from '../support/references/clamp.ts';
import { guidedCoefficients } from '../support/references/guided-coefficients.ts';
import { guidedMeans } from '../support/references/guided-means.ts';
import { halve } from '../support/references/halve.ts';
import { unitVectors } from '../support/references/unit-vectors.ts';
import { vote } from '../support/references/vote.ts';
import type { Chain, Value } from '../../src/pipeline/chain/chain.ts';
import * as operations from '../../src/pipeline/chain/operations.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { expectClose } from '../support/compare.ts';
import { gpuTest } from '../support/gpu.ts';
import { randomFrom, randomValues } from '../support/random.ts';

const random = randomFrom(29);
const values = (count: number): Float32Array<ArrayBuffer> => new Float32Array(randomValues(count, 1, random));
const shares = (count: number): Float32Array<ArrayBuffer> => values(count).map((value) => (value + 1) / 2);

/** The results of the shader and the CPU engine, compared with the reference. */
async function held(
  chain: Chain,
  made: (on: Chain) => Value,
  expected: ArrayLike<number>,
  comparison: { tolerance: number; width: number },
): Promise<void> {
  for (const [what, on] of [
    ['shader', chain],
    ['CPU engine', createCpuEngine().begin()],
  ] as const) {
    const [actual] = await on.read([made(on)]);
    expectClose(actual!, expected, { ...comparison, what });
  }
}

/** Width and height: single, a tile of `vote`, one more and one less, and ones no workgroup fits. */
describe.each([
  [1, 1],
  [7, 9],
  [8, 8],
  [13, 5],
  [33, 5],
] as const)('maps of %i × %i', (width, height) => {
  const [pictures, channels, maps] = [3, 37, 2];
  const positions = width * height;
  const dims = [pictures, channels, height, width];
  const mapDims = [pictures, maps, height, width];
  const guideDims = [pictures, 3, height, width];

  gpuTest('unit-vectors', async (chain) => {
    const [tensor, origins] = [values(pictures * channels * positions), values(pictures * channels)];
    // A place at its origin, and one of very small and one of very large numbers.
    for (let c = 0; c < channels; c++) {
      tensor[c * positions] = origins[c]!;
      tensor[(2 * channels + c) * positions] = (c - 5) * 1e30;
    }
    const expected = unitVectors(tensor, origins, channels, positions);
    await held(
      chain,
      (on) => operations.unitVectors(on, on.upload(tensor, dims), on.upload(origins, [pictures, channels])),
      expected,
      { tolerance: 1e-6, width },
    );
    const whole = unitVectors(tensor, new Float32Array(pictures * channels), channels, positions);
    await held(chain, (on) => operations.unitVectors(on, on.upload(tensor, dims)), whole, { tolerance: 1e-6, width });
  });

  for (const round of [Math.ceil, Math.floor]) {
    const half = { width: Math.max(1, round(width / 2)), height: Math.max(1, round(height / 2)) };
    gpuTest(`halve to ${half.width} × ${half.height}`, async (chain) => {
      const tensor = values(pictures * channels * positions);
      const expected = halve(tensor, { width, height }, half);
      const made = (on: Chain): Value => operations.halve(on, on.upload(tensor, dims), half);
      expect(made(chain).dims).toEqual([pictures, channels, half.height, half.width]);
      await held(chain, made, expected, { tolerance: 1e-6, width: half.width });
    });
  }

  gpuTest('vote', async (chain) => {
    const fineDims = [pictures, 5, height, width];
    const fine = Float32Array.from(unitVectors(values(pictures * 5 * positions), new Float32Array(15), 5, positions));
    const coarse = Float32Array.from(
      unitVectors(values(pictures * channels * positions), new Float32Array(pictures * channels), channels, positions),
    );
    // A place without features.
    for (let c = 0; c < 5; c++) fine[c * positions] = 0;
    for (let c = 0; c < channels; c++) coarse[c * positions] = 0;
    const seeds = values(pictures * maps * positions);
    const expected = vote([fine, coarse], seeds, { pictures, positions });
    const made = (on: Chain): Value =>
      operations.vote(on, on.upload(fine, fineDims), on.upload(coarse, dims), on.upload(seeds, mapDims));
    expect(made(chain).dims).toEqual(mapDims);
    await held(chain, made, expected, { tolerance: 1e-5, width });
  });

  gpuTest('clamp', async (chain) => {
    const tensor = values(pictures * maps * positions);
    const expected = clamp(tensor, -0.25, 0.5);
    await held(chain, (on) => operations.clamp(on, on.upload(tensor, mapDims), -0.25, 0.5), expected, {
      tolerance: 0,
      width,
    });
  });

  gpuTest('cap-at-median', async (chain) => {
    const [tensor, seeds] = [values(pictures * maps * positions), shares(pictures * maps * positions)];
    // A map without a core.
    seeds.fill(0, positions, 2 * positions);
    const expected = capAtMedian(tensor, seeds, { positions, core: 0.7 });
    await held(
      chain,
      (on) => operations.capAtMedian(on, on.upload(tensor, mapDims), on.upload(seeds, mapDims), 0.7),
      expected,
      { tolerance: 0, width },
    );
  });

  gpuTest('guided-coefficients and guided-means', async (chain) => {
    const [guide, given] = [shares(pictures * 3 * positions), shares(pictures * maps * positions)];
    const shape = { positions, width, radius: 4, epsilon: 0.003 };
    const coefficients = guidedCoefficients(guide, given, shape);
    await held(
      chain,
      (on) => {
        const arrays = [on.upload(guide, guideDims), on.upload(given, mapDims)] as const;
        return on.compute('guided-coefficients', arrays, { radius: 4, epsilon: 0.003 });
      },
      coefficients,
      { tolerance: 1e-4, width },
    );
    const made = (on: Chain): Value =>
      operations.guidedFilter(on, on.upload(guide, guideDims), on.upload(given, mapDims), shape);
    expect(made(chain).dims).toEqual(mapDims);
    await held(chain, made, guidedMeans(guide, coefficients, shape), { tolerance: 1e-5, width });
  });
});

gpuTest('a vote of 56 × 56 places fits the default limits, and is the CPU engine’s', async (chain) => {
  const [channels, side] = [24, 56];
  const [fine, coarse, seeds] = [values(channels * side * side), values(channels * side * side), shares(side * side)];
  const made = (on: Chain): Value => {
    const [one, other] = [fine, coarse].map((layer) =>
      operations.unitVectors(on, on.upload(layer, [1, channels, side, side])),
    );
    return operations.vote(on, one!, other!, on.upload(seeds, [1, 1, side, side]));
  };
  const cpu = createCpuEngine().begin();
  const [expected] = await cpu.read([made(cpu)]);
  const [actual] = await chain.read([made(chain)]);
  expectClose(actual!, expected!, { tolerance: 1e-5, width: side });
});

gpuTest('arrays that do not fit are refused', async (chain) => {
  const [large, small] = [chain.upload(values(12), [1, 3, 2, 2]), chain.upload(values(8), [2, 1, 2, 2])];
  expect(() => operations.unitVectors(chain, large, small)).toThrow('origins');
  expect(() => operations.vote(chain, large, small, small)).toThrow('features');
  expect(() => operations.capAtMedian(chain, large, small, 1)).toThrow('seeds');
  expect(() => operations.guidedFilter(chain, large, small, { radius: 1, epsilon: 1 })).toThrow('pictures');
});
