/** principal-map against its reference: one workgroup's power iteration against the smaller matrix's first eigenvector. */
import { expect } from 'vitest';
import { principalMap } from '../support/references/principal-map.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import type { StageTest } from '../support/stage-test.ts';
import { randomFrom, randomValues } from '../support/random.ts';

/** Width, height and channels: single, without a partner, the usual ones, ones no workgroup fits, and the largest. */
const layers = [
  [2, 1, 5],
  [7, 7, 67],
  [7, 7, 2048],
  [14, 14, 3],
  [33, 5, 130],
  [112, 112, 17],
] as const;

export function principalMapStage(stageTest: StageTest): void {
  const random = randomFrom(23);

  /** Pictures of activations with a few patterns of falling strength, some noise and a mean, as ReLU leaves them. */
  function patterned(pictures: number, channels: number, positions: number): Float32Array<ArrayBuffer> {
    const all = Array.from({ length: pictures }, () => {
      const patterns = [1, 0.7, 0.4].map((strength) => ({
        across: randomValues(positions, strength, random),
        along: randomValues(channels, 1, random),
      }));
      const noise = randomValues(channels * positions, 0.1, random);
      return noise.map((value, i) => {
        const [c, p] = [Math.floor(i / positions), i % positions];
        const sum = patterns.reduce((total, { across, along }) => total + across[p]! * along[c]!, 0.3 + value);
        return Math.max(sum, 0);
      });
    });
    return Float32Array.from(all.flatMap((picture) => [...picture]));
  }

  for (const [width, height, channels] of layers) {
    stageTest(`principal-map, ${channels} channels of ${width} × ${height}`, async (chain) => {
      const positions = width * height;
      const activations = patterned(2, channels, positions);
      const maps = chain.compute('principal-map', [chain.upload(activations, [2, channels, height, width])]);
      expect(maps.dims).toEqual([2, height, width]);
      const [actual] = await chain.read([maps]);
      const expected = principalMap(activations, channels, positions);
      for (const picture of [0, 1]) {
        const part = [picture * positions, (picture + 1) * positions] as const;
        expect(relativeDifference(actual!.subarray(...part), expected.subarray(...part))).toBeLessThan(2e-5);
      }
    });
  }

  stageTest('principal-map: two channels of one pattern outweigh a stronger single one', async (chain) => {
    const activations = Float32Array.of(...[1.2, -1.2, 1.2, -1.2], ...[1, 1, -1, -1], ...[1, 1, -1, -1]);
    const [actual] = await chain.read([chain.compute('principal-map', [chain.upload(activations, [1, 3, 2, 2])])]);
    const root = Math.SQRT2;
    expect(relativeDifference(actual!, [root, root, -root, -root])).toBeLessThan(1e-5);
  });

  stageTest('principal-map: nothing varies, or there is one position: zeros, exactly', async (chain) => {
    const constant = Float32Array.from({ length: 98 }, (_, i) => (i < 49 ? 0.1 : 7.3));
    const maps = [chain.upload(constant, [1, 2, 7, 7]), chain.upload(Float32Array.of(3, 4, 5), [1, 3, 1, 1])].map(
      (activations) => chain.compute('principal-map', [activations]),
    );
    const [even, single] = await chain.read(maps);
    expect([...new Set(even)].map(Math.abs)).toEqual([0]);
    expect([...single!].map(Math.abs)).toEqual([0]);
  });
}
