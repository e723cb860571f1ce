/** Output of the `boxes` shader → components in the documented order. */
import type { BoxesRead } from '../chain/chain.ts';
import type { Item } from './item-table.ts';
import type { ComponentBox } from '../types.ts';
import { expectUpTo, required } from '../invariants.ts';
import { own } from '../../own.ts';

/** A component from the shader; the label is its first pixel's raster index. */
export interface LabelledBox extends ComponentBox {
  readonly label: number;
}

/** Reads the fields of the shader's `Component` from `row`, with a prefix if it is part of another struct. */
export function componentOf(row: Readonly<Record<string, number>>, prefix = ''): LabelledBox {
  const field = (name: string): number => required(own(row, prefix + name), `a component's ${name}`);
  return { label: field('label'), area: field('area'), box: [field('x0'), field('y0'), field('x1'), field('y1')] };
}

/** Largest first, ties in raster order of the first pixel. */
export function sorted(components: readonly LabelledBox[]): ComponentBox[] {
  return components.toSorted((a, b) => b.area - a.area || a.label - b.label).map(({ area, box }) => ({ area, box }));
}

export function boxesRead(largest: LabelledBox | null, all: readonly LabelledBox[]): BoxesRead {
  return { largest: largest === null ? null : { area: largest.area, box: largest.box }, all: sorted(all) };
}

/**
 * Every component of one heatmap, from the labels and the block records, for heatmaps with more components than the
 * shader's list can hold.
 * @param labels of this heatmap, one per pixel
 * @param records four words (area, x0, x1, y1) for each aligned 2×2 block, of all heatmaps
 */
export function componentsFromRecords(item: Item, labels: Uint32Array, records: Uint32Array): LabelledBox[] {
  const found: LabelledBox[] = [];
  const blocksPerRow = Math.ceil(item.width / 2);
  const blocks = blocksPerRow * Math.ceil(item.height / 2);
  expectUpTo(labels, item.width * item.height, 'labels');
  expectUpTo(records, 4 * (item.blockOffset + blocks), 'words of records');
  for (let pixel = 0; pixel < item.width * item.height; pixel++) {
    if (labels[pixel] !== pixel) continue;
    const [x, y] = [pixel % item.width, Math.floor(pixel / item.width)];
    const first = 4 * (item.blockOffset + Math.floor(y / 2) * blocksPerRow + Math.floor(x / 2));
    const box = [records[first + 1]!, y, records[first + 2]!, records[first + 3]!] as const;
    found.push({ label: pixel, area: records[first]!, box });
  }
  return found;
}
