/** What the GPU chain's values are made of. The rest of the pipeline sees only the interfaces in chain.ts. */
import { CamLensError } from '../../errors.ts';
import type { RangeRule } from '../../shaders/cpu/normalize.ts';
import type { Heatmaps, Value } from '../chain/chain.ts';
import type { ItemTable } from './item-table.ts';
import type { Span } from './recorder.ts';
import type { Boxes, Labels, Masks } from './stage-chain.ts';
import type { Size } from '../types.ts';

/** The rules of `normalize`, as its shader numbers them. */
export const rangeRules: Readonly<Record<RangeRule['of'], number>> = { heatmap: 0, layer: 1, both: 2 };

/** float32, row-major, from the buffer's first byte. */
export class GpuValue implements Value {
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;

  constructor(dims: readonly number[], buffer: GPUBuffer) {
    this.dims = dims;
    this.buffer = buffer;
  }

  /** Its bytes, without what the pool rounded up. */
  get span(): Span {
    return { buffer: this.buffer, offset: 0, size: this.dims.reduce((product, dim) => product * dim, 4) };
  }
}

/** What heatmaps, and everything made of them, share. */
export interface Listed {
  readonly sizes: readonly Size[];
  readonly table: ItemTable;
  /** The table as the shaders read it. */
  readonly items: Span;
}

export class GpuHeatmaps implements Heatmaps {
  readonly kind = 'heatmaps';
  readonly list: Listed;
  /** Every pixel, heatmap after heatmap, before min-max. */
  readonly values: GpuValue;
  /** What `normalize` makes the ranges of. */
  readonly extremes: Span;
  readonly ranges?: GpuValue;

  constructor(list: Listed, values: GpuValue, extremes: Span, ranges?: GpuValue) {
    this.list = list;
    this.values = values;
    this.extremes = extremes;
    if (ranges !== undefined) this.ranges = ranges;
  }

  get sizes(): readonly Size[] {
    return this.list.sizes;
  }
}

export class GpuMasks implements Masks {
  readonly kind = 'masks';
  readonly list: Listed;
  /** 32 pixels a word, row by row. */
  readonly words: Span;

  constructor(list: Listed, words: Span) {
    this.list = list;
    this.words = words;
  }

  get sizes(): readonly Size[] {
    return this.list.sizes;
  }
}

export class GpuLabels implements Labels {
  readonly kind = 'labels';
  readonly masks: GpuMasks;
  readonly pixels: Span;

  constructor(masks: GpuMasks, pixels: Span) {
    this.masks = masks;
    this.pixels = pixels;
  }

  get list(): Listed {
    return this.masks.list;
  }

  get sizes(): readonly Size[] {
    return this.list.sizes;
  }
}

export class GpuBoxes implements Boxes {
  readonly kind = 'boxes';
  readonly labels: GpuLabels;
  /** The largest component of each mask. */
  readonly results: Span;
  /** Up to `capacity` components of each mask, in no order. */
  readonly components: Span;
  readonly capacity: number;
  readonly records: Span;

  constructor(labels: GpuLabels, results: Span, components: Span, capacity: number, records: Span) {
    this.labels = labels;
    this.results = results;
    this.components = components;
    this.capacity = capacity;
    this.records = records;
  }

  get sizes(): readonly Size[] {
    return this.labels.sizes;
  }
}

/** Values of another engine have no buffer here. */
export function onGpu<T>(value: unknown, type: abstract new (...parts: never[]) => T): T {
  if (value instanceof type) return value;
  throw new CamLensError('internal', `A value that is no ${type.name} of the GPU engine was handed to it.`);
}
