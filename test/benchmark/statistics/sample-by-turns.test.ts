import { describe, expect, it } from 'vitest';
import { ruleOf, sampleByTurns, stopRule } from '../../../src/benchmark/statistics/sample-by-turns.ts';
import { randomFrom } from '../../support/random.ts';

/** A machine whose clock advances only while it works. */
function machine() {
  let nowMs = 0;
  const calls: string[] = [];
  return {
    calls,
    now: () => nowMs,
    turn: (name: string, timeMs: () => number) => ({
      take: async () => {
        calls.push(name);
        const sample = timeMs();
        nowMs += sample;
        return sample;
      },
    }),
  };
}

describe('sampleByTurns', () => {
  it('alternates, warms up, and ends at the minimum number of samples if they agree', async () => {
    const { calls, now, turn } = machine();
    const [a, b] = await sampleByTurns([turn('a', () => 1), turn('b', () => 2)], stopRule, now);
    expect(calls.slice(0, 4)).toEqual(['a', 'b', 'a', 'b']);
    expect(calls).toHaveLength(2 * (10 + 30));
    expect(a).toEqual({ samples: new Array(30).fill(1), isNoisy: false });
    expect(b).toEqual({ samples: new Array(30).fill(2), isNoisy: false });
  });

  it('discards the warm-ups', async () => {
    const { now, turn } = machine();
    let call = 0;
    const [sampled] = await sampleByTurns([turn('a', () => (call++ < 10 ? 100 : 1))], stopRule, now);
    expect(Math.max(...sampled!.samples)).toBe(1);
  });

  it('continues until the interval is narrow', async () => {
    const { now, turn } = machine();
    const random = randomFrom(1);
    const [sampled] = await sampleByTurns([turn('a', () => 0.8 + 0.4 * random())], stopRule, now);
    expect(sampled!.samples.length).toBeGreaterThan(30);
    expect(sampled!.samples.length).toBeLessThan(1000);
    expect(sampled!.isNoisy).toBe(false);
  });

  it('reports noise if the budget ends first, but always takes 30 samples', async () => {
    const { now, turn } = machine();
    const random = randomFrom(2);
    const wild = (): number => 1 + 9 * random();
    const [few] = await sampleByTurns([turn('a', wild)], { ...stopRule, budgetMs: 1 }, now);
    expect(few).toMatchObject({ isNoisy: true, samples: { length: 30 } });
    const [more] = await sampleByTurns([turn('a', wild)], { ...stopRule, budgetMs: 1000, precision: 0 }, now);
    expect(more!.isNoisy).toBe(true);
    expect(more!.samples.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(990);
  });

  it('never calls one sample precise', async () => {
    const { now, turn } = machine();
    const [sampled] = await sampleByTurns([turn('a', () => 1)], ruleOf(1, 1000), now);
    expect(sampled).toEqual({ samples: [1], isNoisy: true });
  });

  it.each([0, -1, NaN, Infinity])('refuses a sample of %d ms', async (sample) => {
    await expect(sampleByTurns([{ take: async () => sample }], stopRule)).rejects.toThrow('A sample took');
  });
});
