/**
 * The vocabulary of the stages: explain.ts, locate.ts and methods/ are written in it, once, and run on the GPU (WGSL)
 * or in plain TypeScript (the references) without knowing which.
 *
 * A chain records stages in the order they are called; on the GPU nothing runs before `submit`, and a whole batch is
 * one submit. It owns every value it makes until `destroy`, which gives the memory back for the next chain. Another
 * chain of the same engine may read values that are submitted, as long as their own chain lives.
 */
import type { RangeRule } from '../../shaders/cpu/normalize.ts';
import type { Pointing } from '../../shaders/cpu/pointing.ts';
import type { GivenNumbers, PerArray, TensorStageName } from './tensor-stages.ts';
import type { Box, ColourMap, ComponentBox, ModelInput, Picture, Size } from '../types.ts';

/** A stage's result, on the GPU or in memory. Only the engine that made it looks inside. */
export interface Value {
  /** Row-major, outermost first. */
  readonly dims: readonly number[];
}

/** One heatmap to be made: entry `index` of a [N, H, W] map, for a picture (or a reduction of one) of this size. */
export interface HeatmapRequest {
  readonly map: Value;
  readonly index: number;
  readonly size: Size;
  /** Negative map values become 0 before upsampling (every method but CAM). */
  readonly rectify: boolean;
}

/** Heatmaps of different sizes, one behind the other: all stages after upsampling work on the whole lot at once. */
export interface Heatmaps {
  readonly kind: 'heatmaps';
  readonly sizes: readonly Size[];
  /** [heatmaps, 2]: the values that become 0 and 1; there once `normalize` has run. */
  readonly ranges?: Value;
}

export type { Pointing };

/** Normalised heatmaps, and what they are held to. */
export interface HeldHeatmaps {
  readonly heatmaps: Heatmaps;
  /** The true boxes of each heatmap, half-open, in its pixels; they may reach beyond it. */
  readonly truths?: readonly (readonly Box[])[];
}

/** What is looked for in heatmaps. */
export interface Sought {
  /** Rising, 0…1. */
  readonly thresholds: readonly number[];
  /** Every component, or the largest alone. */
  readonly all: boolean;
}

/** What is found in one mask, in its pixels. */
export interface BoxesRead {
  /** Null where the mask is all off. */
  readonly largest: ComponentBox | null;
  /** Largest first, ties in raster order of the first pixel; none where only the largest was asked for. */
  readonly all: readonly ComponentBox[];
}

/** What is found in one heatmap, in its pixels. */
export interface LocatedHeatmap {
  /** By threshold. */
  readonly at: readonly BoxesRead[];
  /** Where it is highest and where its weight lies; there where true boxes were given. */
  readonly pointing?: Pointing;
}

export interface Painting {
  readonly picture: Picture;
  readonly heatmaps: Heatmaps;
  /** Which of the heatmaps. */
  readonly index: number;
  readonly show: 'heatmap' | 'blend';
  readonly colourMap: ColourMap;
  /** 0 shows the picture, 1 the colours. */
  readonly opacity: number;
}

export interface Chain {
  /** Values from memory, float32. */
  upload(values: Float32Array, dims: readonly number[]): Value;
  /** A buffer of the engine's own device that somebody else owns and keeps alive as long as the chain; GPU only. */
  borrow(buffer: GPUBuffer, dims: readonly number[]): Value;
  /** The buffer behind a value, for the network to read; GPU only. It holds the value once submitted. */
  bufferOf(value: Value): GPUBuffer;

  /** Pictures → model input [N, 3, height, width]. Waits only where a picture must be cut into tiles. */
  preprocess(pictures: readonly Picture[], input: ModelInput): Promise<Value>;
  /** One of the stages that make an array of others (see operations.ts). */
  compute<Name extends TensorStageName>(
    stage: Name,
    values: PerArray<Name, Value>,
    ...numbers: GivenNumbers<Name>
  ): Value;
  /** Values of equal dims [M, …], one behind the other: [values · M, …]. */
  stack(values: readonly Value[]): Value;
  /** The same values under other dims, of the same product; no copy. */
  view(value: Value, dims: readonly number[]): Value;
  upsample(requests: readonly HeatmapRequest[]): Heatmaps;
  /**
   * Min-max: each heatmap becomes 0…1, or all zero where it is constant or not finite (its range is then NaN).
   * @param rule what becomes 0 and 1; the heatmap's own extremes unless said
   * @param maps the same maps, upsampled to their own size; for rules that look at them
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
   * Paints at the canvas's own size (set it before), opaque. Submits. On a GPU it is painted when the call returns, in
   * the same task, and never leaves the device; elsewhere when the promise is fulfilled. Only `settled` says whether it
   * went well.
   */
  paint(canvas: OffscreenCanvas | HTMLCanvasElement, painting: Painting): Promise<void>;

  /** Hands everything recorded so far to the GPU. */
  submit(): void;
  /**
   * Waits until everything submitted so far is known to be right, as `read` does, and reads nothing: for what is submitted
   * and read by others, or by nobody.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
   */
  settled(): Promise<void>;
  /**
   * Submits, waits and returns the values in memory; ONE read-back for all of them. Copies.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`, where anything of this chain went wrong
   */
  read(values: readonly Value[]): Promise<Float32Array[]>;
  /** As `read`: one array per heatmap, row-major; normalised once `normalize` has run. */
  readHeatmaps(heatmaps: Heatmaps): Promise<Float32Array[]>;
  /**
   * As `read`: the components of normalised heatmaps at each threshold, and what else is asked of them.
   * @param values read along
   * @returns by group and heatmap; and the values
   */
  locate(
    groups: readonly HeldHeatmaps[],
    sought: Sought,
    values: readonly Value[],
  ): Promise<{ located: LocatedHeatmap[][]; values: Float32Array[] }>;
  /** Milliseconds by stage, measured on the GPU by timestamp-query where the adapter has it, on the CPU by the clock;
   * undefined where nothing measured. */
  timings(): Promise<Readonly<Record<string, number>> | undefined>;
  /** Gives all memory of this chain back. Its values are dead afterwards. */
  destroy(): void;
}

export interface Engine {
  readonly kind: 'webgpu' | 'cpu';
  /** Its device is lost or it was destroyed: nothing that it made can be read or painted any more. */
  readonly isDead: boolean;
  begin(options?: { readonly timed?: boolean }): Chain;
  /** Live GPU buffers and textures, pooled ones included; for tests and benchmarks that watch memory. */
  readonly alive: { readonly buffers: number; readonly bytes: number };
  destroy(): void;
}
