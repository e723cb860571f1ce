import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExplainableNetwork } from '../../src/pipeline/explainable-network.ts';
import { RandomisedNetworks } from '../../src/pipeline/randomised-networks.ts';
import { forwardOnly } from '../../src/pipeline/run-request.ts';
import { randomFrom, randomValues } from '../support/random.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';

const image = { dims: [1, 3, 32, 32], values: randomValues(3 * 32 * 32, 1, randomFrom(5)) };
let original: ExplainableNetwork;

beforeAll(async () => (original = await ExplainableNetwork.create(tinyModel(), forwardOnly, null)));
afterAll(() => original.destroy());

async function logitsOf(network: ExplainableNetwork): Promise<number[]> {
  const { logits, release } = await network.run(forwardOnly, image, new Float32Array(tinyClasses.length));
  const values = 'values' in logits ? [...logits.values] : [];
  release();
  return values;
}

test('levels go from the classifier down, and each has logits of its own, the same every time', async () => {
  const networks = new RandomisedNetworks(original);
  expect(networks.levels).toEqual(['classifier', 'last']);
  const [first, second] = [await networks.use(0, logitsOf), await networks.use(1, logitsOf)];
  const logits = [await logitsOf(original), first, second];
  expect(new Set(logits.map(String)).size).toBe(3);
  const others = new RandomisedNetworks(original, 0);
  // In another order, and each made anew.
  expect(await others.use(1, logitsOf)).toEqual(second);
  expect(await others.use(0, logitsOf)).toEqual(first);
  expect(await others.use(1, logitsOf)).toEqual(second);
  await networks.destroy();
  await others.destroy();
  expect(await logitsOf(original)).toEqual(logits[0]);
});

test.each([
  { name: 'all that fit are kept', budget: 2 ** 20, kept: [0, 1, 0, 1] },
  { name: 'one is kept where no more fits', budget: 1, kept: [0, 1, 2, 3] },
])('$name', async ({ budget, kept }) => {
  const networks = new RandomisedNetworks(original, budget);
  const met: ExplainableNetwork[] = [];
  const places: number[] = [];
  for (const level of [0, 1, 0, 1]) {
    for (let twice = 0; twice < 2; twice++) {
      const network = await networks.use(level, async (lent) => lent);
      if (!met.includes(network)) met.push(network);
      if (twice === 1) places.push(met.indexOf(network));
    }
  }
  expect(places).toEqual(kept);
  await networks.destroy();
});

test('one is lent at a time, in the order in which they are asked for, though one who borrows fails', async () => {
  const networks = new RandomisedNetworks(original, 1);
  const told: string[] = [];
  const borrow = (name: string, level: number): Promise<void> =>
    networks.use(level, async (network) => {
      told.push(`${name} begins`);
      await logitsOf(network);
      if (name === 'b') throw new Error('b failed');
      told.push(`${name} ends`);
    });
  const all = await Promise.allSettled([borrow('a', 0), borrow('b', 1), borrow('c', 0)]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  await networks.destroy();
});
