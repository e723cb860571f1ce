/** Converts results of stages from the CPU engine's form to the GPU engine's and back. */
import type { Heatmaps, Value } from '../../chain/chain.ts';
import { required } from '../../invariants.ts';
import type { CpuHeatmaps, CpuLabels, CpuMasks, CpuValue } from '../cpu-values.ts';
import { GpuHeatmaps, GpuLabels, GpuMasks, GpuValue, onGpu, type Listed } from '../gpu-values.ts';
import { ItemTable } from '../item-table.ts';
import { packMask } from '../mask-words.ts';
import type { Span } from '../recorder.ts';
import { noLabel, type Labels, type Masks, type StageChain } from '../stage-chain.ts';
import type { Size } from '../../types.ts';
import { boxesOfLabels } from './boxes-of-labels.ts';
import type { Carrying } from './sides.ts';

export interface Carriers {
  readonly values: Carrying<Value>;
  readonly heatmaps: Carrying<Heatmaps>;
  readonly masks: Carrying<Masks>;
  readonly labels: Carrying<Labels>;
}

/** Converters between two chains. Converted values live as long as the chain they belong to. */
export function carriers(cpu: StageChain, gpu: StageChain): Carriers {
  const upload = (values: Float32Array, dims: readonly number[]): GpuValue => onGpu(gpu.upload(values, dims), GpuValue);
  const uploadWords = (words: Uint32Array<ArrayBuffer>): Span =>
    upload(new Float32Array(words.buffer), [words.length]).span;
  const listOf = (sizes: readonly Size[]): Listed => {
    const table = ItemTable.of(
      sizes.map((size) => ({ map: { dims: [1, size.height, size.width] }, size, rectify: false })),
    );
    return { sizes, table, items: uploadWords(new Uint32Array(table.pack())) };
  };
  const uploadMasks = ({ sizes, masks }: CpuMasks): GpuMasks => {
    const list = listOf(sizes);
    return new GpuMasks(list, uploadWords(packMasks(masks, list.table)));
  };
  return {
    values: {
      'to-gpu': async (value) => upload((value as CpuValue).values, value.dims),
      'to-cpu': async (value) => {
        const [values] = await gpu.read([value]);
        return cpu.upload(required(values, 'the values read'), value.dims);
      },
    },
    heatmaps: {
      'to-gpu': async (heatmaps) => {
        const { sizes, maps, ranges } = heatmaps as CpuHeatmaps;
        const all = joined(maps.map(({ values }) => values));
        const extremes = uploadWords(Uint32Array.from(maps.flatMap(({ values }) => extremeKeys(values))));
        const own = ranges === undefined ? undefined : upload(ranges.values, ranges.dims);
        return new GpuHeatmaps(listOf(sizes), upload(all, [all.length]), extremes, own);
      },
      'to-cpu': async (heatmaps) => {
        const { list, values, ranges } = onGpu(heatmaps, GpuHeatmaps);
        const [all, extents] = await gpu.read(ranges === undefined ? [values] : [values, ranges]);
        const maps = list.table.items.map(({ heatmapOffset, width, height }) => ({
          ...{ width, height },
          values: required(all, 'the heatmaps read').slice(heatmapOffset, heatmapOffset + width * height),
        }));
        const own = extents && { dims: [maps.length, 2], values: Float32Array.from(extents) };
        return { kind: 'heatmaps', sizes: list.sizes, maps, ...(own === undefined ? {} : { ranges: own }) };
      },
    },
    masks: {
      'to-gpu': async (masks) => uploadMasks(masks as CpuMasks),
      'to-cpu': async (masks) => {
        const read: CpuMasks = { kind: 'masks', sizes: masks.sizes, masks: await gpu.readMasks(masks) };
        return read;
      },
    },
    labels: {
      'to-gpu': async (labels) => {
        const { sizes, regions } = labels as CpuLabels;
        const each = regions.map((found) => found.labels);
        const masks = uploadMasks({
          kind: 'masks',
          sizes,
          masks: each.map((own) => Uint8Array.from(own, (label) => Number(label !== noLabel))),
        });
        return new GpuLabels(masks, upload(joined(each.map(bitsOf)), [masks.list.table.pixels]).span);
      },
      'to-cpu': async (labels) => {
        const { sizes } = labels;
        const regions = (await gpu.readLabels(labels)).map((each, i) => {
          const size = required(sizes[i], 'a size of each mask');
          return { labels: each, all: boxesOfLabels(each, size) };
        });
        const read: CpuLabels = { kind: 'labels', sizes, regions };
        return read;
      },
    },
  };
}

/** The keys of a heatmap's extremes, as in `shared/key.wgsl`: the largest inverted key and the largest key. */
export function extremeKeys(values: Float32Array): [number, number] {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  let [inverted, largest] = [0, 0];
  for (const each of bits) {
    const key = each >>> 31 === 1 ? ~each >>> 0 : (each | 0x80000000) >>> 0;
    inverted = Math.max(inverted, ~key >>> 0);
    largest = Math.max(largest, key);
  }
  return [inverted, largest];
}

function packMasks(masks: readonly Uint8Array[], { items, words }: ItemTable): Uint32Array<ArrayBuffer> {
  const packed = new Uint32Array(words);
  items.forEach((item, i) => packMask(item, required(masks[i], `mask ${i}`), packed));
  return packed;
}

/** The same bits as floats, for copying only. */
function bitsOf({ buffer, byteOffset, length }: Uint32Array): Float32Array {
  return new Float32Array(buffer, byteOffset, length);
}

function joined(arrays: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    all.set(array, offset);
    offset += array.length;
  }
  return all;
}
