/** The numbers of one heatmap. */
import type { ConventionName } from './conventions.ts';
import type { RefinementName } from './refine/refinements.ts';
import type { WeightedClass } from './target.ts';
import type { Box, ComponentBox, Size } from '../types.ts';

/** How raw maps were refined. */
export interface RefinedBy {
  /** The refinement's name. */
  readonly name: RefinementName;
  /** The layers whose features were used to refine maps, the finer one first. */
  readonly layers: readonly string[];
}

/** One method at one layer for one class, as numbers. */
export interface Explanation {
  /** The method's name, such as `grad-cam`. */
  readonly method: string;
  /** The layer's name; `input` for methods that use no layer. */
  readonly layer: string;
  /** How the raw map became a heatmap. */
  readonly convention: ConventionName;
  /**
   * The class explained; for a weighted sum, the class with the largest weight, with the whole sum as name and in
   * `weights`.
   */
  readonly class: {
    /** 0 … classes − 1. */
    readonly index: number;
    /** The class's name; for a sum, the sum in words. */
    readonly name: string;
    /** For a weighted sum, all of its classes. */
    readonly weights?: readonly WeightedClass[];
  };
  /** How the raw map was refined, and with which layers; absent if it was not. */
  readonly refined?: RefinedBy;
  /** The raw map: signed, at the layer's resolution, row-major; if it was refined, the refined one, 0 or more. */
  readonly map: Size & {
    /** width · height values. */
    readonly values: readonly number[];
  };
  /** The value that was scaled to 0: by the paper's convention, the minimum of the upsampled map. */
  readonly minimum: number;
  /** The value that was scaled to 1: by the paper's convention, the maximum of the upsampled map. */
  readonly maximum: number;
  /** The heatmap is uniform, except for rounding (see isUniform): all zero, and no box. */
  readonly empty: boolean;
  /** Of `box` and `boxes`, 0…1: they enclose values at or above it. */
  readonly threshold: number;
  /** The largest component's box; null if the heatmap is empty. */
  readonly box: Box | null;
  /** Every component, largest first; ties in raster order of their first pixel. */
  readonly boxes: readonly ComponentBox[];
}
