/**
 * The interface to the stages: explain.ts, locate.ts and methods/ are written against it, once, and run on the GPU
 * (WGSL) or in TypeScript without knowing which.
 *
 * A chain records stages in the order of the calls; on the GPU nothing runs before `submit`, and a whole batch is one
 * submit. It owns every value it creates until `destroy`, which frees the memory for the next chain. Another chain of
 * the same engine may read submitted values while their own chain lives.
 */
import type { RangeRule } from './range-rule.ts';
import type { GivenNumbers, PerArray, TensorStageName } from './tensor-stages.ts';
import type { Box, ColourMap, ComponentBox, ModelInput, Picture, Size } from '../types.ts';

/** A stage's result, on the GPU or in memory, opaque to all but the engine that created it. */
export interface Value {
  /** Row-major, outermost first. */
  readonly dims: readonly number[];
}

/** A heatmap to create: entry `index` of a [N, H, W] map, for a picture (or a reduction of one) of this size. */
export interface HeatmapRequest {
  readonly map: Value;
  readonly index: number;
  readonly size: Size;
  /** Negative map values become 0 before upsampling (every method but CAM). */
  readonly rectify: boolean;
}

/** Heatmaps of different sizes, stored one after another: all stages after upsampling process them together. */
export interface Heatmaps {
  readonly kind: 'heatmaps';
  readonly sizes: readonly Size[];
  /** [heatmaps, 2]: the values scaled to 0 and 1; present once `normalize` has run. */
  readonly ranges?: Value;
}

/** Where a heatmap peaks, and where its weight lies (Zhang et al. 2018; energy: Wang et al. 2020). */
export interface Pointing {
  /** The maximum's pixel, the first in raster order; null if the heatmap is uniform. */
  readonly peak: readonly [x: number, y: number] | null;
  /** The sum inside the union of the boxes; negative values count as 0. */
  readonly inside: number;
  /** The sum of all pixels; negative values count as 0. */
  readonly all: number;
}

/** Normalised heatmaps, and the ground truth to compare them with. */
export interface HeldHeatmaps {
  readonly heatmaps: Heatmaps;
  /** The true boxes of each heatmap, half-open, in its pixels; they may extend beyond it. */
  readonly truths?: readonly (readonly Box[])[];
}

/** What to look for in heatmaps. */
export interface Sought {
  /** In increasing order, 0…1. */
  readonly thresholds: readonly number[];
  /** Every component, or only the largest. */
  readonly all: boolean;
}

/** The components of one mask, in its pixels. */
export interface BoxesRead {
  /** Null if the mask is empty. */
  readonly largest: ComponentBox | null;
  /** Largest first, ties in raster order of the first pixel; empty if only the largest was requested. */
  readonly all: readonly ComponentBox[];
}

/** The results for one heatmap, in its pixels. */
export interface LocatedHeatmap {
  /** By threshold. */
  readonly at: readonly BoxesRead[];
  /** Where it peaks and where its weight lies; present if true boxes were given. */
  readonly pointing?: Pointing;
}

export interface Painting {
  readonly picture: Picture;
  readonly heatmaps: Heatmaps;
  /** Which of the heatmaps. */
  readonly index: number;
  readonly show: 'heatmap' | 'blend';
  readonly colourMap: ColourMap;
  /** 0 shows only the picture, 1 only the colours. */
  readonly opacity: number;
}

export interface Chain {
  /** Values from memory, float32. */
  upload(values: Float32Array, dims: readonly number[]): Value;
  /** A buffer of the engine's own device, which its owner keeps alive as long as the chain; GPU only. */
  borrow(buffer: GPUBuffer, dims: readonly number[]): Value;
  /** The buffer of a value, for the network to read; GPU only. It holds the value once submitted. */
  bufferOf(value: Value): GPUBuffer;

  /** Pictures → model input [N, 3, height, width]. Waits only if a picture must be split into tiles. */
  preprocess(pictures: readonly Picture[], input: ModelInput): Promise<Value>;
  /** One of the stages that make one array from others (see operations.ts). */
  compute<Name extends TensorStageName>(
    stage: Name,
    values: PerArray<Name, Value>,
    ...numbers: GivenNumbers<Name>
  ): Value;
  /** Values of equal dims [M, …], one after another: [values · M, …]. */
  stack(values: readonly Value[]): Value;
  /** The same values with other dims of the same product; no copy. */
  view(value: Value, dims: readonly number[]): Value;
  upsample(requests: readonly HeatmapRequest[]): Heatmaps;
  /**
   * Min-max: each heatmap is scaled to 0…1, or to all zeros if it is uniform or not finite (its range is then NaN).
   * @param rule what is scaled to 0 and 1; default: the heatmap's own extremes
   * @param maps the same maps, upsampled to their own size; for rules that need them
   */
  normalize(heatmaps: Heatmaps, rule?: RangeRule, maps?: Heatmaps): Heatmaps;
  /**
   * Copies of entries of a tensor, each multiplied by a normalised heatmap of its height and width: heatmap `i` masks entry
   * `first + i · step`.
   * @param tensor [N, C, H, W]
   * @returns [heatmaps, C, H, W]
   */
  mask(tensor: Value, heatmaps: Heatmaps, entries: { readonly first: number; readonly step: 0 | 1 }): Value;
  /**
   * Paints at the canvas's own size (set it before), opaque. Submits. On a GPU the painting is done when the call
   * returns, in the same task, and never leaves the device; elsewhere when the promise resolves. Only `settled` tells
   * whether it succeeded.
   */
  paint(canvas: OffscreenCanvas | HTMLCanvasElement, painting: Painting): Promise<void>;

  /** Submits everything recorded so far to the GPU. */
  submit(): void;
  /**
   * Waits, as `read` does, until everything submitted so far is known to have succeeded, without reading anything: for
   * work that others read, or nobody.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
   */
  settled(): Promise<void>;
  /**
   * Submits, waits and returns copies of the values in memory, with ONE read-back for all of them.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`, if anything in this chain failed
   */
  read(values: readonly Value[]): Promise<Float32Array[]>;
  /** As `read`: one array per heatmap, row-major; normalised once `normalize` has run. */
  readHeatmaps(heatmaps: Heatmaps): Promise<Float32Array[]>;
  /**
   * As `read`: the components of normalised heatmaps at each threshold, and the other requested results.
   * @param values read in the same read-back
   * @returns by group and heatmap; and the values
   */
  locate(
    groups: readonly HeldHeatmaps[],
    sought: Sought,
    values: readonly Value[],
  ): Promise<{ located: LocatedHeatmap[][]; values: Float32Array[] }>;
  /**
   * Milliseconds by stage, measured on the GPU with timestamp-query if the adapter supports it, on the CPU by the
   * clock; undefined if nothing was measured.
   */
  timings(): Promise<Readonly<Record<string, number>> | undefined>;
  /** Frees all memory of this chain. Its values become invalid. */
  destroy(): void;
}

export interface Engine {
  readonly kind: 'webgpu' | 'cpu';
  /** Its device is lost or it was destroyed: nothing that it created can be read or painted any more. */
  readonly isDead: boolean;
  begin(options?: { readonly timed?: boolean }): Chain;
  /** Live GPU buffers and textures, including pooled ones; for tests and benchmarks that watch memory. */
  readonly alive: { readonly buffers: number; readonly bytes: number };
  destroy(): void;
}
