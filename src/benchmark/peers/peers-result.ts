/** The result of a comparison with another library: plain data. Its schema is docs/schema/peers-benchmark.json. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { Size } from '../../pipeline/types.ts';

export const peersFormat = 'cam-lens peers benchmark';
/** Incremented whenever an older reader would misread the format. */
export const peersVersion = 1;

export interface PeersResult {
  readonly format: typeof peersFormat;
  readonly version: typeof peersVersion;
  /** Start time, ISO 8601. */
  readonly begunAt: string;
  readonly tookMs: number;
  /** As the adapter describes itself. */
  readonly adapter: string;
  /** Whether a CPU emulates the GPU: then the numbers say nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly browser: string;
  /** Name and version of the other library. */
  readonly library: string;
  /** [channels, height, width] of the layer whose activations and gradients both start from. */
  readonly layer: readonly number[];
  /** Of the masks, 0…1. */
  readonly threshold: number;
  readonly rows: readonly PeerRow[];
}

export interface PeerRow extends Size {
  /** Where the other library computes; the stages of cam-lens run on the same adapter, or on the CPU engine. */
  readonly backend: string;
  readonly outcome: PeerMeasured | PeerRefused;
}

export interface PeerMeasured {
  readonly status: 'measured';
  /** Samples of each, taken in turns. */
  readonly runs: number;
  /** Up to all boxes, read back: median in milliseconds. */
  readonly ownMs: number;
  /** Up to the number of pixels in the mask, read back: median in milliseconds. */
  readonly peerMs: number;
  /** Median of the other library divided by ours: 2 means twice as long. */
  readonly ratio: number;
  /** 95 % interval of the ratio. */
  readonly interval: Interval;
  /** The budget ended before the intervals of both medians were within 3 %. */
  readonly isNoisy: boolean;
  /** One of the two changed its speed by more than a quarter meanwhile. */
  readonly isDrifting: boolean;
}

/** `differs`: the results differ. `failed`: the other library could not run. It is not timed. */
export interface PeerRefused {
  readonly status: 'differs' | 'failed';
  readonly reason: string;
}
