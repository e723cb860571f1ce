/** What is known of one heatmap, as numbers. */
import type { ConventionName } from './conventions.ts';
import type { WeightedClass } from './target.ts';
import type { Box, ComponentBox, Size } from '../types.ts';

/** One method at one layer for one class, as numbers. */
export interface Explanation {
  readonly method: string;
  readonly layer: string;
  /** How the raw map became a heatmap. */
  readonly convention: ConventionName;
  /** The class explained; of a weighted sum the heaviest, the name says all of it and `weights` holds them. */
  readonly class: {
    readonly index: number;
    readonly name: string;
    readonly weights?: readonly WeightedClass[];
  };
  /** The raw map: signed, at the layer's resolution, row-major. */
  readonly map: Size & { readonly values: readonly number[] };
  /** The values that became 0 and 1: by the paper's convention the extremes of the upsampled map. */
  readonly minimum: number;
  readonly maximum: number;
  /** The heatmap is uniform, but for rounding (see isUniform): all zero, and no box. */
  readonly empty: boolean;
  readonly threshold: number;
  /** The largest component's box; null where the heatmap is empty. */
  readonly box: Box | null;
  /** Every component, largest first; ties in raster order of their first pixel. */
  readonly boxes: readonly ComponentBox[];
}
