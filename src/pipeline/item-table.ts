/** Where each heatmap of a list lies in the buffers shared by all of them: the `Item`s of the shaders. */
import itemWgsl from '../shaders/shared/item.wgsl?raw';
import bandsWgsl from '../shaders/shared/bands.wgsl?raw';
import { CamLensError } from '../errors.ts';
import type { HeatmapRequest } from './chain.ts';
import type { Extent } from './kernel.ts';
import type { Grid } from './stages.ts';
import type { Size } from './types.ts';
import { packStructs, readWgslLayout } from './wgsl-layout.ts';

const { structs } = readWgslLayout(itemWgsl);
const { constants } = readWgslLayout(bandsWgsl);
const bandRows = constants.get('band_rows') ?? 1;
const bandWordRows = constants.get('band_word_rows') ?? 1;

export interface Item extends Size {
  readonly mapWidth: number;
  readonly mapHeight: number;
  /** Offsets count elements of their buffers. */
  readonly mapOffset: number;
  readonly rectify: boolean;
  readonly pixelOffset: number;
  readonly wordsPerRow: number;
  readonly wordOffset: number;
  readonly blockOffset: number;
}

export class ItemTable {
  readonly items: readonly Item[];
  /** Elements of the buffers that hold all items. */
  readonly mapValues: number;
  readonly pixels: number;
  readonly words: number;
  readonly blocks: number;

  constructor(requests: readonly Pick<HeatmapRequest, 'map' | 'size' | 'rectify'>[]) {
    let [mapOffset, pixelOffset, wordOffset, blockOffset] = [0, 0, 0, 0];
    this.items = requests.map(({ map, size: { width, height }, rectify }) => {
      const [, mapHeight, mapWidth] = map.dims;
      if (map.dims.length !== 3 || mapHeight === undefined || mapWidth === undefined) {
        throw new CamLensError('internal', `A map is [N, H, W], but this one is [${map.dims.join(', ')}].`);
      }
      const wordsPerRow = Math.ceil(width / 32);
      const item = {
        width,
        height,
        mapWidth,
        mapHeight,
        mapOffset,
        rectify,
        pixelOffset,
        wordsPerRow,
        wordOffset,
        blockOffset,
      };
      mapOffset += mapWidth * mapHeight;
      pixelOffset += width * height;
      wordOffset += wordsPerRow * height;
      blockOffset += Math.ceil(width / 2) * Math.ceil(height / 2);
      return item;
    });
    this.mapValues = mapOffset;
    this.pixels = pixelOffset;
    this.words = wordOffset;
    this.blocks = blockOffset;
  }

  /** As the shaders read it. */
  pack(): ArrayBuffer {
    return packStructs(
      structs.get('Item') ?? new Map(),
      this.items.map((item) => ({
        width: item.width,
        height: item.height,
        map_width: item.mapWidth,
        map_height: item.mapHeight,
        map_offset: item.mapOffset,
        rectify: Number(item.rectify),
        pixel_offset: item.pixelOffset,
        words_per_row: item.wordsPerRow,
        word_offset: item.wordOffset,
        block_offset: item.blockOffset,
      })),
    );
  }

  /** z is the item; x and y reach over the largest. */
  get grids(): Readonly<Partial<Record<Grid, Extent>>> {
    const count = this.items.length;
    const width = Math.max(...this.items.map((item) => item.width));
    const height = Math.max(...this.items.map((item) => item.height));
    return {
      bands: [width, Math.ceil(height / bandRows), count],
      words: [Math.ceil(width / 32), Math.ceil(height / bandWordRows), count],
      items: [count, 1, 1],
    };
  }
}
