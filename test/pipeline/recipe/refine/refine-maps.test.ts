/** Raw maps and features → refined maps, on the CPU engine: as the references make them, step by step, and what must not matter. */
import { describe, expect, test } from 'vitest';
import type { Chain } from '../../../../src/pipeline/chain/chain.ts';
import { createCpuEngine } from '../../../../src/pipeline/engine/cpu-engine.ts';
import { capAtMedian } from '../../../../src/pipeline/engine/cpu/cap-at-median.ts';
import { halve } from '../../../../src/pipeline/engine/cpu/halve.ts';
import { refineMaps } from '../../../../src/pipeline/recipe/refine/refine-maps.ts';
import { refinements } from '../../../../src/pipeline/recipe/refine/refinements.ts';
import type { Picture } from '../../../../src/pipeline/types.ts';
import { expectClose } from '../../../support/compare.ts';
import { randomFrom, randomValues } from '../../../support/random.ts';
import { unitVectors } from '../../../support/references/unit-vectors.ts';
import { vote } from '../../../support/references/vote.ts';

const [pictures, fineChannels, coarseChannels, side] = [2, 3, 5, 4];
const places = side * side;
const random = randomFrom(5);
const fine = randomValues(pictures * fineChannels * 4 * places, 1, random);
const coarse = randomValues(pictures * coarseChannels * places, 1, random);
/** At their own size the seeds are the maps: nothing is stretched. */
const raw = randomValues(pictures * places, 1, random);
const other = raw.map((value, i) => (i % 3 === 0 ? -value : value));

async function refined(
  given: { fine: Float32Array; coarse: Float32Array; maps: readonly Float32Array[] },
  chain: Chain = createCpuEngine().begin(),
): Promise<Float32Array[]> {
  const items = given.maps.flatMap((map, m) => {
    const value = chain.upload(map, [pictures, side, side]);
    const shared = { method: `method ${m}`, layer: 'last', rectify: false, map: value };
    return [0, 1].map((picture) => ({ ...shared, picture, index: picture }));
  });
  const made = await refineMaps(chain, items, {
    refinement: refinements.affinity,
    fine: chain.upload(given.fine, [pictures, fineChannels, 2 * side, 2 * side]),
    coarse: chain.upload(given.coarse, [pictures, coarseChannels, side, side]),
    // Their pixels guide nothing here.
    pictures: Array.from({ length: pictures }, () => ({ width: 8, height: 8 })) as unknown as Picture[],
  });
  expect(made.map(({ method, picture, rectify }) => [method, picture, rectify])).toEqual(
    items.map(({ method, picture }) => [method, picture, false]),
  );
  const read = await chain.read(made.map(({ map }) => map));
  return made.map(({ index }, i) => read[i]!.subarray(index * places, (index + 1) * places));
}

/** One picture, in float64. */
function expected(picture: number, map: Float32Array): Float64Array {
  const own = map.subarray(picture * places, (picture + 1) * places).map((value) => Math.max(value, 0));
  const [low, high] = [Math.min(...own), Math.max(...own)];
  const seeds = Float64Array.from(own, (value) => Math.min((value - low) / (high - low), 0.25));
  const centred = (vectors: Float64Array, channels: number): Float64Array => {
    const means = Float64Array.from({ length: channels }, (_, c) => {
      return vectors.subarray(c * places, (c + 1) * places).reduce((sum, value) => sum + value, 0) / places;
    });
    return unitVectors(vectors, means, channels, places);
  };
  const zeros = new Float64Array(8);
  const part = (values: Float32Array): Float32Array =>
    values.subarray((picture * values.length) / pictures, ((picture + 1) * values.length) / pictures);
  const halved = halve(
    unitVectors(part(fine), zeros, fineChannels, 4 * places),
    { width: 2 * side, height: 2 * side },
    { width: side, height: side },
  );
  const layers = [
    centred(unitVectors(halved, zeros, fineChannels, places), fineChannels),
    centred(unitVectors(part(coarse), zeros, coarseChannels, places), coarseChannels),
  ];
  const votes = vote(layers, seeds, { pictures: 1, positions: places });
  return capAtMedian(votes, seeds, { positions: places, core: 0.225 });
}

test('every map of every picture is refined by the features of its picture', async () => {
  const made = await refined({ fine, coarse, maps: [raw, other] });
  const wanted = [expected(0, raw), expected(1, raw), expected(0, other), expected(1, other)];
  made.forEach((map, i) => expectClose(map, wanted[i]!, { tolerance: 1e-6, width: side, what: `map ${i}` }));
});

describe('a refined map does not depend on', () => {
  test('how long the features of a layer are, nor how high the raw map is', async () => {
    const [one] = await refined({ fine, coarse, maps: [raw] });
    const longer = { fine: fine.map((value) => 64 * value), coarse: coarse.map((value) => value / 8) };
    const [same] = await refined({ ...longer, maps: [raw.map((value) => 1024 * value)] });
    expectClose(same!, one!, { tolerance: 1e-6, width: side });
  });

  test('what lies below 0 in the raw map', async () => {
    const [one] = await refined({ fine, coarse, maps: [raw] });
    const [same] = await refined({ fine, coarse, maps: [raw.map((value) => (value < 0 ? 9 * value : value))] });
    expectClose(same!, one!, { tolerance: 1e-6, width: side });
  });
});

test('a map that is the same everywhere stays so; one that is no number spreads', async () => {
  const [flat] = await refined({ fine, coarse, maps: [new Float32Array(pictures * places).fill(3)] });
  expect([...flat!]).toEqual(new Array(places).fill(0));
  const spoiled = raw.slice();
  spoiled[5] = NaN;
  const [first, second] = await refined({ fine, coarse, maps: [spoiled] });
  expect(first!.every(Number.isNaN)).toBe(true);
  expect(second!.every(Number.isFinite)).toBe(true);
});
