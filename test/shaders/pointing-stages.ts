/** The stage `pointing` against its reference and the definitions of the evaluation, all heatmaps in one dispatch. */
import { expect } from 'vitest';
import { peakInside } from '../../src/evaluation/pointing.ts';
import { energyInside, pointsInside } from '../support/plain-pointing.ts';
import { pointing } from '../support/references/pointing.ts';
import type { Heatmaps } from '../../src/pipeline/chain/chain.ts';
import type { StageChain } from '../../src/pipeline/engine/stage-chain.ts';
import type { StageTest } from '../support/stage-test.ts';
import { pointingCases, type PointingCase } from './pointing-cases.ts';

function heatmapsOf(chain: StageChain, cases: readonly PointingCase[], rectify = false): Heatmaps {
  const requests = cases.map(({ map, width, height }) => {
    const value = chain.upload(Float32Array.from(map), [1, height, width]);
    return { map: value, index: 0, size: { width, height }, rectify };
  });
  return chain.normalize(chain.upsample(requests));
}

const boxesOf = (cases: readonly PointingCase[]) => cases.map(({ boxes }) => boxes);

async function expectPointing(chain: StageChain, cases: readonly PointingCase[], rectify = false): Promise<void> {
  const heatmaps = heatmapsOf(chain, cases, rectify);
  const [found] = await chain.read([chain.pointing(heatmaps, boxesOf(cases))]);
  const read = await chain.readHeatmaps(heatmaps);
  for (const [i, { name, width, height, boxes }] of cases.entries()) {
    const values = read[i]!;
    const reference = pointing(values, width, boxes);
    const [x, y, inside = NaN, all = NaN] = found!.subarray(4 * i, 4 * i + 4);
    expect([x, y], name).toEqual(reference.peak ?? [-1, -1]);
    expect(inside / reference.inside || 0, name).toBeCloseTo(reference.inside === 0 ? 0 : 1, 5);
    expect(all / reference.all || 0, name).toBeCloseTo(reference.all === 0 ? 0 : 1, 5);
    const peak = x === -1 ? null : ([x!, y!] as const);
    expect(peakInside(peak, boxes), name).toBe(pointsInside({ width, height, values }, boxes));
    expect(all === 0 ? 0 : inside / all, name).toBeCloseTo(energyInside({ width, height, values }, boxes), 6);
  }
}

export function pointingStage(stageTest: StageTest): void {
  stageTest('heatmaps and boxes of all kinds at once', (chain) => expectPointing(chain, pointingCases));

  stageTest('each alone, with its negative values as 0', async (chain) => {
    for (const one of pointingCases) await expectPointing(chain, [one], true);
  });

  stageTest('by a convention whose heatmaps do not reach from 0 to 1', async (chain) => {
    const [one] = pointingCases.slice(-1);
    const raw = chain.upload(Float32Array.of(0, 1, 2, 4), [1, 2, 2]);
    const { width, height } = one!;
    const upsampled = chain.upsample([{ map: raw, index: 0, size: { width: 1, height: 1 }, rectify: false }]);
    const atLayer = chain.upsample([{ map: raw, index: 0, size: { width: 2, height: 2 }, rectify: false }]);
    // One pixel is the same everywhere: it points nowhere whatever the layer's range.
    const constant = chain.normalize(upsampled, { of: 'layer', epsilon: 1e-8 }, atLayer);
    const large = chain.upsample([{ map: raw, index: 0, size: { width, height }, rectify: false }]);
    const wide = chain.normalize(large, { of: 'layer', epsilon: 0.5 }, atLayer);
    const [none, some] = await chain.read([chain.pointing(constant, [[]]), chain.pointing(wide, [one!.boxes])]);
    expect([...none!]).toEqual([-1, -1, 0, 0]);
    const [values] = await chain.readHeatmaps(wide);
    const reference = pointing(values!, width, one!.boxes);
    expect([...some!.subarray(0, 2)]).toEqual(reference.peak);
    const [x, y] = reference.peak!;
    expect(values![y * width + x]).toBeCloseTo(4 / 4.5, 5);
    expect(some![2]! / reference.inside).toBeCloseTo(1, 5);
    expect(some![3]! / reference.all).toBeCloseTo(1, 5);
  });

  stageTest('heatmaps that are not finite point nowhere, and those beside them are not touched', async (chain) => {
    const [photo] = pointingCases.slice(-1);
    const broken: PointingCase = { ...photo!, name: 'not finite', map: photo!.map.map((v, i) => (i === 77 ? NaN : v)) };
    const alone = await chain.read([chain.pointing(heatmapsOf(chain, [photo!]), [photo!.boxes])]);
    const [both] = await chain.read([chain.pointing(heatmapsOf(chain, [broken, photo!]), boxesOf([broken, photo!]))]);
    expect([...both!.subarray(0, 4)]).toEqual([-1, -1, 0, 0]);
    expect(both!.subarray(4)).toEqual(alone[0]);
  });
}
