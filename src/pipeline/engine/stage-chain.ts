/**
 * The stages between heatmaps and boxes, one by one: engines answer `Chain.locate` with them, and tests hold each to its reference.
 */
import type { BoxesRead, Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import type { Box, Size } from '../types.ts';

/** The label of a pixel that belongs to no component. */
export const noLabel = 0xffffffff;

/** Masks of the sizes of the heatmaps they come from. */
export interface Masks {
  readonly kind: 'masks';
  readonly sizes: readonly Size[];
}

/** Labels of the sizes of the masks they come from. */
export interface Labels {
  readonly kind: 'labels';
  readonly sizes: readonly Size[];
}

/** Every component's area and extent, the largest already chosen. Read with `readBoxes`. */
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
   * The three of them, in room that the next `largest` of the chain takes again: of these boxes only the largest component
   * can be read.
   */
  largest(heatmaps: Heatmaps, ...thresholds: readonly number[]): Boxes;
  /**
   * Where normalised heatmaps are highest, and where their weight lies.
   * @param boxes of each heatmap, half-open, in its pixels; they may reach beyond it
   * @returns [heatmaps, 4]: x and y of the maximum, the first in raster order (−1 where the heatmap is the same everywhere),
   * the sum inside the union of the boxes, the sum of all
   */
  pointing(heatmaps: Heatmaps, boxes: readonly (readonly Box[])[]): Value;
  /** As `read`: 1 where a mask is on, 0 elsewhere, one array per heatmap. */
  readMasks(masks: Masks): Promise<Uint8Array[]>;
  /** As `read`: the smallest raster index of the pixel's component, or `noLabel`; one array per heatmap. */
  readLabels(labels: Labels): Promise<Uint32Array[]>;
  /**
   * As `read`, for boxes: per mask the largest component (null: none) and, where `all` is asked, every one; what is read
   * of the values comes in the same read-back.
   */
  readBoxes(
    boxes: readonly Boxes[],
    values: readonly Value[],
    all: boolean,
  ): Promise<{ boxes: BoxesRead[][]; values: Float32Array[] }>;
}

export interface StageEngine extends Engine {
  begin(options?: { readonly timed?: boolean }): StageChain;
}
