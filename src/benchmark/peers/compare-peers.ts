/** Compares two chains that do the same: results first, then times, in turns. */
import { compareMedians } from '../statistics/compare-medians.ts';
import { sampleByTurns, type StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import { differingPeer, type PeerOutput } from './peer-output.ts';
import type { PeerMeasured, PeerRefused } from './peers-result.ts';

export interface PeerChain {
  output(): Promise<PeerOutput>;
  /** The chain from memory to a small result that is read back. */
  run(): Promise<unknown>;
}

/**
 * @param threshold of the masks
 * @param now current time in milliseconds
 */
export async function comparePeers(
  own: PeerChain,
  peer: PeerChain,
  threshold: number,
  rule: StopRule,
  now: () => number = () => performance.now(),
): Promise<PeerMeasured | PeerRefused> {
  const reason = differingPeer(await peer.output(), await own.output(), threshold);
  if (reason !== undefined) return { status: 'differs', reason };
  const turns = [own, peer].map((chain) => ({
    take: async () => {
      const begunMs = now();
      await chain.run();
      return now() - begunMs;
    },
  }));
  const [ours, theirs] = await sampleByTurns(turns, rule, now);
  const [ownTimes, peerTimes] = [summarize(ours!.samples), summarize(theirs!.samples)];
  return {
    ...{ status: 'measured', runs: ownTimes.count, ownMs: ownTimes.median, peerMs: peerTimes.median },
    ...ratioOf(ours!.samples, theirs!.samples),
    isNoisy: ours!.isNoisy || theirs!.isNoisy,
    isDrifting: [ownTimes, peerTimes].some(({ drift }) => Math.abs(drift) > driftLimit),
  };
}

function ratioOf(ours: readonly number[], theirs: readonly number[]): Pick<PeerMeasured, 'ratio' | 'interval'> {
  const { ratio, interval } = compareMedians(ours, theirs, { byTurns: true });
  return { ratio, interval };
}
