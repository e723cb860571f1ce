/** Two chains that should do the same: results first, then times, by hand-made chains and a clock that only they move. */
import { describe, expect, it } from 'vitest';
import { exitCodeForPeers } from '../../../cli/bench-peers.ts';
import { comparePeers, type PeerChain } from '../../../src/benchmark/peers/compare-peers.ts';
import { differingPeer, type PeerOutput } from '../../../src/benchmark/peers/peer-output.ts';
import { peersTable } from '../../../src/benchmark/peers/peers-tables.ts';
import type { PeerRow, PeersResult } from '../../../src/benchmark/peers/peers-result.ts';
import { ruleOf } from '../../../src/benchmark/statistics/sample-by-turns.ts';

const threshold = 0.5;
/** The fourth value is within 1e-4 of the threshold. */
const output = (change: Partial<PeerOutput> = {}): PeerOutput => ({
  ...{ heatmap: Float32Array.of(0, 0.2, 1, 0.50005), maskPixels: 2, box: [3, 4, 10, 12] },
  ...change,
});

describe('results', () => {
  const cases: readonly (readonly [string, Partial<PeerOutput>, string | undefined])[] = [
    ['the same', {}, undefined],
    ['values within 1e-4', { heatmap: Float32Array.of(0, 0.20009, 1, 0.49999) }, undefined],
    [
      'a value beyond',
      { heatmap: Float32Array.of(0, 0.2002, 1, 0.50005) },
      'The heatmap: 1 of 4 values differ; value 1',
    ],
    ['a value that is NaN', { heatmap: Float32Array.of(0, NaN, 1, 0.50005) }, 'The heatmap: 1 of 4'],
    ['too few values', { heatmap: Float32Array.of(0, 0.2, 1) }, 'The heatmap: 1 of 4'],
    ['one pixel less, as one is at the threshold', { maskPixels: 1 }, undefined],
    ['two pixels more', { maskPixels: 4 }, 'The mask has 4 pixels; 2 ± 1 were expected.'],
    ['a number of pixels that is NaN', { maskPixels: NaN }, 'The mask has NaN pixels'],
    ['a box that is a pixel larger', { box: [2, 4, 11, 12] }, undefined],
    [
      'a box that is two pixels larger',
      { box: [3, 4, 12, 12] },
      'The box is [3, 4, 12, 12]; [3, 4, 10, 12] ± 1 px was',
    ],
    ['no box', { box: null }, 'The box is none; [3, 4, 10, 12]'],
  ];
  it.each(cases)('%s', (_, change, words) => {
    const reason = differingPeer(output(change), output(), threshold);
    if (words === undefined) expect(reason).toBeUndefined();
    else expect(reason).toContain(words);
  });
});

/** Chains that take these milliseconds in each run, again from the first after the last. */
function chains(ownMs: readonly number[], peerMs: readonly number[], peerOutput = output()) {
  let nowMs = 0;
  const runs = { own: 0, peer: 0 };
  const chain = (name: 'own' | 'peer', timesMs: readonly number[], result: PeerOutput): PeerChain => ({
    output: () => Promise.resolve(result),
    run: async () => {
      nowMs += timesMs[runs[name]++ % timesMs.length]!;
    },
  });
  return { runs, own: chain('own', ownMs, output()), peer: chain('peer', peerMs, peerOutput), now: () => nowMs };
}

describe('times', () => {
  it('how often as long the other takes', async () => {
    const { own, peer, now, runs } = chains([2], [6]);
    expect(await comparePeers(own, peer, threshold, ruleOf(undefined, 1000), now)).toEqual({
      ...{ status: 'measured', runs: 30, ownMs: 2, peerMs: 6, ratio: 3 },
      interval: [expect.closeTo(3), expect.closeTo(3)],
      ...{ isNoisy: false, isDrifting: false },
    });
    expect(runs).toEqual({ own: 40, peer: 40 });
  });

  it('are not taken of results that differ', async () => {
    const { own, peer, now, runs } = chains([2], [6], output({ maskPixels: 9 }));
    const outcome = await comparePeers(own, peer, threshold, ruleOf(undefined, 1000), now);
    expect(outcome).toMatchObject({ status: 'differs', reason: expect.stringContaining('The mask') as string });
    expect(runs).toEqual({ own: 0, peer: 0 });
  });

  it('that spread are noisy, whichever chain they are of', async () => {
    const wild = [1, 9, 2, 8, 3];
    for (const { own, peer, now } of [chains(wild, [6]), chains([6], wild)]) {
      expect(await comparePeers(own, peer, threshold, ruleOf(20, 1000), now)).toMatchObject({ isNoisy: true });
    }
  });

  it('are taken as often as asked, also more than a thousand times', async () => {
    const { own, peer, now } = chains([2], [6]);
    expect(await comparePeers(own, peer, threshold, ruleOf(1200, 1), now)).toMatchObject({ runs: 1200 });
  });

  it('of a machine that becomes slower drift', async () => {
    const { own, peer, now } = chains([2], [...new Array<number>(25).fill(6), ...new Array<number>(15).fill(9)]);
    expect(await comparePeers(own, peer, threshold, ruleOf(30, 1000), now)).toMatchObject({ isDrifting: true });
  });
});

const row = (outcome: PeerRow['outcome']): PeerRow => ({ backend: 'wasm', width: 500, height: 375, outcome });
const measured: PeerRow['outcome'] = {
  ...{ status: 'measured', runs: 30, ownMs: 2, peerMs: 6, ratio: 3, interval: [2.912, 3.1] },
  ...{ isNoisy: true, isDrifting: false },
};

it.each<[PeerRow['outcome'], number, readonly (string | number)[]]>([
  [measured, 0, [2, 6, 3, '2.91 – 3.1', 30, 'noisy']],
  [{ status: 'differs', reason: 'The box.' }, 1, ['', '', '', '', '', 'WRONG: The box.']],
  [{ status: 'failed', reason: 'It did.' }, 1, ['', '', '', '', '', 'failed: It did.']],
])('%j ends the command with %d', (outcome, code, cells) => {
  const rows = [row(measured), row(outcome)];
  expect(exitCodeForPeers({ rows })).toBe(code);
  const result = {
    ...{ rows, library: 'Other 1.0', adapter: 'a', isSoftware: false, layer: [8, 7, 7], threshold },
  } as unknown as PeersResult;
  const table = peersTable(result);
  expect(table.rows[1]).toEqual(['wasm', '500 × 375', ...cells]);
  expect(table.columns).toHaveLength(table.rows[1]!.length);
});
