/**
 * What is scaled to 0 and 1: with `heatmap`, its own extremes; with `layer`, those of the map before upsampling; with
 * `both`, first the map's, then the heatmap's. `epsilon` is added to each divisor.
 */
export interface RangeRule {
  /** Whose extremes. */
  readonly of: 'heatmap' | 'layer' | 'both';
  /** Added to each divisor, 0 or more. */
  readonly epsilon: number;
}

/** Plain min-max. */
export const ownExtremes: RangeRule = { of: 'heatmap', epsilon: 0 };
