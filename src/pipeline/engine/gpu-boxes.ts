/** Records the stages heatmaps → masks → labels → boxes on the GPU, and reads back the boxes. */
import { CamLensError } from '../../errors.ts';
import type { BoxesRead } from '../chain/chain.ts';
import { boxesRead, componentOf, componentsFromRecords } from './box-list.ts';
import { GpuBoxes, GpuLabels, GpuMasks, type GpuHeatmaps } from './gpu-values.ts';
import { required } from '../invariants.ts';
import type { ItemTable } from './item-table.ts';
import type { Recorder, Span } from './recorder.ts';
import { unpackStructs, wordsOf } from './wgsl-layout.ts';

/** Components per mask that can be read without a second read-back. */
export const listCapacity = 1024;

/** Allocates this many 4-byte words. */
type Room = (what: string, words: number) => Span;

/** Memory that lasts as long as the chain. */
export function ownRoom(recorder: Recorder): Room {
  return (_, words) => ({ buffer: recorder.buffer(4 * words), offset: 0, size: 4 * words });
}

/** Shared memory: the same name gives the same buffer, which the next recording overwrites. */
export function sharedRoom(recorder: Recorder): Room {
  return (what, words) => ({ buffer: recorder.scratch(what, 4 * words), offset: 0, size: 4 * words });
}

export function uploadItems(recorder: Recorder, table: ItemTable): Span {
  const packed = table.pack();
  return { buffer: recorder.upload(packed), offset: 0, size: packed.byteLength };
}

/** One mask for each heatmap and threshold. */
export function recordMasks(
  recorder: Recorder,
  room: Room,
  { list, values, ranges }: GpuHeatmaps,
  thresholds: readonly number[],
): GpuMasks {
  if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before the threshold.');
  const table = list.table.at(thresholds);
  const masks = room('masks', table.words);
  const items = uploadItems(recorder, table);
  recorder.run('threshold', { items, heatmaps: values.span, ranges: ranges.span, masks }, table.grids);
  return new GpuMasks({ sizes: table.items, table, items }, masks);
}

export function recordLabels(recorder: Recorder, room: Room, masks: GpuMasks): GpuLabels {
  const { items, table } = masks.list;
  const labels = room('labels', table.pixels);
  recorder.run('components', { items, masks: masks.words, labels }, table.grids);
  return new GpuLabels(masks, labels);
}

/** @param capacity maximum number of components listed per mask; the largest is always found */
export function recordBoxes(recorder: Recorder, room: Room, labels: GpuLabels, capacity: number): GpuBoxes {
  const { list, masks, pixels } = labels;
  const kernel = recorder.kernel('boxes');
  const count = list.sizes.length;
  const results = ownRoom(recorder)('results', count * wordsOf(kernel.struct('Result')));
  const components = room('components', count * capacity * wordsOf(kernel.struct('Component')));
  const records = room('records', list.table.blocks * wordsOf(kernel.struct('Record')));
  const roots = room('roots', list.table.blocks);
  const parameters = recorder.parameters('boxes', { capacity });
  recorder.run(
    'boxes',
    { parameters, items: list.items, masks: masks.words, labels: pixels, records, results, list: components, roots },
    list.table.grids,
  );
  return new GpuBoxes(labels, results, components, capacity, records);
}

/** The spans that `boxesOf` reads: the results and, if all components are requested, the list. */
export function spansOf(boxes: GpuBoxes, all: boolean): readonly [results: Span, list: Span] {
  const { results, components, capacity } = boxes;
  if (all && capacity < listCapacity) {
    throw new CamLensError('internal', 'Only the largest component of each of these masks can be read.');
  }
  return [results, { ...components, size: all ? components.size : 0 }];
}

/** Data for masks with more components than the list can hold. */
export interface EveryComponent {
  /** Labels of each mask, one per pixel. */
  readonly labels: readonly Uint32Array[];
  /** Block records of all masks. */
  readonly records: Uint32Array;
}

/** @param more called only if a mask has more components than the list can hold */
export async function boxesOf(
  recorder: Recorder,
  { labels }: GpuBoxes,
  { results, list }: { readonly results: ArrayBuffer; readonly list: ArrayBuffer },
  all: boolean,
  more: () => Promise<EveryComponent>,
): Promise<BoxesRead[]> {
  const kernel = recorder.kernel('boxes');
  const rows = unpackStructs(kernel.struct('Result'), new Uint32Array(results));
  const counts = rows.map((row, i) => required(row.count, `how many components mask ${i} has`));
  const isOverfull = all && counts.some((count) => count > listCapacity);
  const every = isOverfull ? await more() : undefined;
  const component = kernel.struct('Component');
  return rows.map((row, i) => {
    const count = required(counts[i], `how many components mask ${i} has`);
    const largest = count === 0 ? null : componentOf(row, 'largest.');
    if (!all) return boxesRead(largest, []);
    if (count > listCapacity) {
      const item = required(labels.list.table.items[i], `item ${i}`);
      const { labels: pixels, records } = required(every, 'what is read of every component');
      return boxesRead(largest, componentsFromRecords(item, required(pixels[i], `the labels of mask ${i}`), records));
    }
    const words = new Uint32Array(list, i * listCapacity * component.sizeBytes, count * wordsOf(component));
    return boxesRead(
      largest,
      unpackStructs(component, words).map((found) => componentOf(found)),
    );
  });
}
