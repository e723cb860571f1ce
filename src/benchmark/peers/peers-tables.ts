/** A comparison with another library as a table, for terminals. */
import { untimedWords, type BenchmarkTable } from '../result/tables.ts';
import type { PeerRow, PeersResult } from './peers-result.ts';

export function peersTable({ library, adapter, isSoftware, layer, threshold, rows }: PeersResult): BenchmarkTable {
  const emulated = isSoftware ? ' (a CPU emulates the GPU: not comparable with GPUs)' : '';
  return {
    title:
      `Grad-CAM of ${layer.join(' × ')}, threshold ${threshold}: cam-lens with its boxes beside ${library} up to the ` +
      `mask; ${adapter}${emulated}`,
    columns: ['backend', 'pixels', 'our ms', 'its ms', 'its/ours', '95 %', 'runs', ''],
    rows: rows.map(cellsOf),
  };
}

function cellsOf({ backend, width, height, outcome }: PeerRow): (string | number)[] {
  const name = [backend, `${width} × ${height}`];
  if (outcome.status !== 'measured') return [...name, '', '', '', '', '', untimedWords(outcome)];
  const { ownMs, peerMs, ratio, interval, runs, isNoisy, isDrifting } = outcome;
  const notes = [isNoisy && 'noisy', isDrifting && 'drifting'].filter(Boolean).join(', ');
  const range = interval.map((end) => digits(end, 3)).join(' – ');
  return [...name, digits(ownMs, 4), digits(peerMs, 4), digits(ratio, 3), range, runs, notes];
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}
