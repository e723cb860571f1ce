/**
 * The single stages between heatmaps and boxes. Engines implement `Chain.locate` with them, and tests compare each with
 * its reference.
 */
import type { BoxesRead, Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import type { Box, Size } from '../types.ts';
import type { RecordedRun } from './recorded-run.ts';

/** The label of a pixel that belongs to no component. */
export const noLabel = 0xffffffff;

/** Masks with the sizes of their heatmaps. */
export interface Masks {
  readonly kind: 'masks';
  readonly sizes: readonly Size[];
}

/** Labels with the sizes of their masks. */
export interface Labels {
  readonly kind: 'labels';
  readonly sizes: readonly Size[];
}

/** Area and extent of every component, and the largest component. Read with `readBoxes`. */
export interface Boxes {
  readonly kind: 'boxes';
  readonly sizes: readonly Size[];
}

export interface StageChain extends Chain {
  /** One mask for each heatmap and threshold: heatmap by heatmap, in the order of the thresholds. */
  threshold(heatmaps: Heatmaps, ...thresholds: readonly number[]): Masks;
  components(masks: Masks): Labels;
  boxes(labels: Labels): Boxes;
  /**
   * All three stages, in memory that the chain's next `largest` reuses. Only the largest component of these boxes can
   * be read.
   */
  largest(heatmaps: Heatmaps, ...thresholds: readonly number[]): Boxes;
  /**
   * The maxima of normalised heatmaps, and their sums inside boxes.
   * @param boxes of each heatmap, half-open, in its pixels; they may reach beyond it
   * @returns [heatmaps, 4]: x and y of the maximum, the first in raster order (−1 if the heatmap is constant), the sum
   *   inside the union of the boxes, and the total sum
   */
  pointing(heatmaps: Heatmaps, boxes: readonly (readonly Box[])[]): Value;
  /** As `read`: 1 inside the mask, otherwise 0; one array per mask. */
  readMasks(masks: Masks): Promise<Uint8Array[]>;
  /** As `read`: the smallest raster index of the pixel's component, or `noLabel`; one array per mask. */
  readLabels(labels: Labels): Promise<Uint32Array[]>;
  /**
   * As `read`, for boxes: for each mask the largest component (null if there is none) and, if `all` is set, every
   * component; the given values are read in the same read-back.
   */
  readBoxes(
    boxes: readonly Boxes[],
    values: readonly Value[],
    all: boolean,
  ): Promise<{ boxes: BoxesRead[][]; values: Float32Array[] }>;
}

export interface ChainOptions {
  readonly timed?: boolean;
  /** Called for every run of a stage on the GPU; never by the CPU engine. */
  readonly onRun?: (run: RecordedRun) => void;
}

export interface StageEngine extends Engine {
  begin(options?: ChainOptions): StageChain;
}
