/** Where each heatmap of a list is in the shared buffers: the `Item`s of the shaders. */
import itemWgsl from '../../shaders/shared/item.wgsl';
import segmentsWgsl from '../../shaders/shared/segments.wgsl';
import { CamLensError } from '../../errors.ts';
import type { HeatmapRequest } from '../chain/chain.ts';
import type { Extent } from './kernel.ts';
import type { Grid } from './stages.ts';
import type { Size } from '../types.ts';
import { constantOf, packStructs, structOf } from './wgsl-layout.ts';

const itemStruct = structOf(itemWgsl, 'Item');
/** Of a strip, in which segments lie. */
export const stripPixels = 32 * constantOf(segmentsWgsl, 'strip_words');

/** Offsets of an item's labels, mask words and components. */
type Places = Pick<Item, 'pixelOffset' | 'wordsPerRow' | 'wordOffset' | 'blockOffset'>;

export interface Item extends Size {
  readonly mapWidth: number;
  readonly mapHeight: number;
  /** Offsets count elements of their buffers. */
  readonly mapOffset: number;
  readonly rectify: boolean;
  /** Index of the heatmap, and its first pixel; several masks may be made of one heatmap. */
  readonly heatmap: number;
  readonly heatmapOffset: number;
  readonly threshold: number;
  readonly pixelOffset: number;
  readonly wordsPerRow: number;
  readonly wordOffset: number;
  readonly blockOffset: number;
}

export class ItemTable {
  readonly items: readonly Item[];
  /** Numbers of elements in the buffers of all items. */
  readonly mapValues: number;
  readonly pixels: number;
  readonly words: number;
  readonly blocks: number;

  private constructor(items: readonly Omit<Item, keyof Places>[], mapValues: number) {
    let [pixelOffset, wordOffset, blockOffset] = [0, 0, 0];
    this.items = items.map((item) => {
      const { width, height } = item;
      const wordsPerRow = Math.ceil(width / 32);
      const placed = { ...item, pixelOffset, wordsPerRow, wordOffset, blockOffset };
      pixelOffset += width * height;
      wordOffset += wordsPerRow * height;
      blockOffset += Math.ceil(width / 2) * Math.ceil(height / 2);
      return placed;
    });
    this.mapValues = mapValues;
    this.pixels = pixelOffset;
    this.words = wordOffset;
    this.blocks = blockOffset;
  }

  /** One item for each heatmap. */
  static of(requests: readonly Pick<HeatmapRequest, 'map' | 'size' | 'rectify'>[]): ItemTable {
    let [mapOffset, heatmapOffset] = [0, 0];
    const items = requests.map(({ map, size: { width, height }, rectify }, heatmap) => {
      const [, mapHeight, mapWidth] = map.dims;
      if (map.dims.length !== 3 || mapHeight === undefined || mapWidth === undefined) {
        throw new CamLensError('internal', `A map is [N, H, W], but this one is [${map.dims.join(', ')}].`);
      }
      const item = { width, height, mapWidth, mapHeight, mapOffset, rectify, heatmap, heatmapOffset, threshold: 0 };
      mapOffset += mapWidth * mapHeight;
      heatmapOffset += width * height;
      return item;
    });
    return new ItemTable(items, mapOffset);
  }

  /** One item for each heatmap and threshold: heatmap by heatmap, in the order of the thresholds. */
  at(thresholds: readonly number[]): ItemTable {
    return new ItemTable(
      this.items.flatMap((item) => thresholds.map((threshold) => ({ ...item, threshold }))),
      this.mapValues,
    );
  }

  /** The table in the shaders' form. */
  pack(): ArrayBuffer {
    return packStructs(
      itemStruct,
      this.items.map((item) => ({
        width: item.width,
        height: item.height,
        map_width: item.mapWidth,
        map_height: item.mapHeight,
        map_offset: item.mapOffset,
        rectify: Number(item.rectify),
        heatmap: item.heatmap,
        heatmap_offset: item.heatmapOffset,
        threshold: item.threshold,
        pixel_offset: item.pixelOffset,
        words_per_row: item.wordsPerRow,
        word_offset: item.wordOffset,
        block_offset: item.blockOffset,
      })),
    );
  }

  /** z is the item; x and y cover the largest one. */
  get grids(): Readonly<Partial<Record<Grid, Extent>>> {
    const count = this.items.length;
    const width = Math.max(...this.items.map((item) => item.width));
    const height = Math.max(...this.items.map((item) => item.height));
    return {
      pixels: [width, height, count],
      words: [Math.ceil(width / 32), height, count],
      strips: [Math.ceil(width / stripPixels), height, count],
      items: [count, 1, 1],
      groups: [1, count, 1],
    };
  }
}
