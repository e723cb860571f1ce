/** The values of the GPU chain. The rest of the pipeline sees only the interfaces in chain.ts. */
import { CamLensError } from '../../errors.ts';
import type { RangeRule } from '../chain/range-rule.ts';
import type { Heatmaps, Value } from '../chain/chain.ts';
import type { ItemTable } from './item-table.ts';
import type { Span } from './recorder.ts';
import type { Boxes, Labels, Masks } from './stage-chain.ts';
import type { Size } from '../types.ts';

/** The rules of `find-ranges`, as its shader numbers them. */
export const rangeRules: Readonly<Record<RangeRule['of'], number>> = { heatmap: 0, layer: 1, both: 2 };

/** float32, row-major, from the buffer's first byte. */
export class GpuValue implements Value {
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;

  constructor(dims: readonly number[], buffer: GPUBuffer) {
    this.dims = dims;
    this.buffer = buffer;
  }

  /** Its bytes, without the pool's rounding. */
  get span(): Span {
    return { buffer: this.buffer, offset: 0, size: this.dims.reduce((product, dim) => product * dim, 4) };
  }
}

/** Common part of heatmaps and everything made from them. */
export interface Listed {
  readonly sizes: readonly Size[];
  readonly table: ItemTable;
  /** The table in the shaders' form. */
  readonly items: Span;
}

export class GpuHeatmaps implements Heatmaps {
  readonly kind = 'heatmaps';
  readonly list: Listed;
  /** Every pixel, heatmap after heatmap, before min-max. */
  readonly values: GpuValue;
  /** The extremes from which `find-ranges` computes the ranges. */
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
  /** 32 pixels per word, row by row. */
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
  /** Up to `capacity` components of each mask, unordered. */
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

/** Checks that a value belongs to the GPU engine. */
export function onGpu<T>(value: unknown, type: abstract new (...parts: never[]) => T): T {
  if (value instanceof type) return value;
  throw new CamLensError('internal', `A value that is not a ${type.name} of the GPU engine was passed to it.`);
}
