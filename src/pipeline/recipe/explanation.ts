/** What is known of one heatmap, as numbers. */
import type { ConventionName } from './conventions.ts';
import type { WeightedClass } from './target.ts';
import type { Box, ComponentBox, Size } from '../types.ts';

/** One method at one layer for one class, as numbers. */
export interface Explanation {
  /** The method's name, such as `grad-cam`. */
  readonly method: string;
  /** The layer's name; `input` for methods that look at no layer. */
  readonly layer: string;
  /** How the raw map became a heatmap. */
  readonly convention: ConventionName;
  /** The class explained; of a weighted sum the heaviest, the name says all of it and `weights` holds them. */
  readonly class: {
    /** 0 … classes − 1. */
    readonly index: number;
    /** The class's name; of a sum, the sum in words. */
    readonly name: string;
    /** Of a weighted sum, every class of it. */
    readonly weights?: readonly WeightedClass[];
  };
  /** The raw map: signed, at the layer's resolution, row-major. */
  readonly map: Size & {
    /** width · height values. */
    readonly values: readonly number[];
  };
  /** The value that became 0: by the paper's convention the minimum of the upsampled map. */
  readonly minimum: number;
  /** The value that became 1: by the paper's convention the maximum of the upsampled map. */
  readonly maximum: number;
  /** The heatmap is uniform, but for rounding (see isUniform): all zero, and no box. */
  readonly empty: boolean;
  /** Of `box` and `boxes`, 0…1: what is on is at or above it. */
  readonly threshold: number;
  /** The largest component's box; null where the heatmap is empty. */
  readonly box: Box | null;
  /** Every component, largest first; ties in raster order of their first pixel. */
  readonly boxes: readonly ComponentBox[];
}
