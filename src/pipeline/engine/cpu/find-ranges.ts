import { ownExtremes, type RangeRule } from '../../chain/range-rule.ts';
import { isUniform } from '../../uniform.ts';

/** What becomes 0 and 1: the minimum twice where a heatmap is uniform; NaN where a value, or the range, is not finite. */
export interface HeatRange {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * The range of one heatmap, by which it is normalised: (v − min) / (max − min).
 * @param map what the heatmap was upsampled from, rectified as that was
 */
export function rangeOf(
  heatmap: ArrayLike<number>,
  { of, epsilon }: RangeRule = ownExtremes,
  map: ArrayLike<number> = heatmap,
): HeatRange {
  const own = extremesOf(heatmap);
  const layer = map === heatmap ? own : extremesOf(map);
  if (![...own, ...layer].every(Number.isFinite)) return { minimum: NaN, maximum: NaN };
  if (isUniform(own[0], own[1])) return { minimum: own[0], maximum: own[0] };
  const divisor = layer[1] - layer[0] + epsilon;
  const ranges: Readonly<Record<RangeRule['of'], readonly [number, number]>> = {
    heatmap: [own[0], own[1] + epsilon],
    layer: [layer[0], layer[1] + epsilon],
    // Divided by `divisor`, then by what that left of the heatmap's own range, plus epsilon: in one step.
    both: [own[0], own[1] + epsilon * divisor],
  };
  const [minimum, maximum] = ranges[of];
  // In float32, as on a GPU: two ends may be finite, and what lies between them not.
  const isFinite = Number.isFinite(Math.fround(maximum - minimum)) && Number.isFinite(Math.fround(maximum));
  return isFinite ? { minimum, maximum } : { minimum: NaN, maximum: NaN };
}

/**
 * (v − minimum) / (maximum − minimum), or all zero where there is no such range.
 * @param to receives the result: zeros, as many as there are values
 */
export function stretch<Values extends Float32Array | Float64Array>(
  values: ArrayLike<number>,
  minimum: number,
  maximum: number,
  to: Values,
): Values {
  const range = maximum - minimum;
  if (range > 0) for (let i = 0; i < to.length; i++) to[i] = (values[i]! - minimum) / range;
  return to;
}

/** Minimum and maximum; NaN where a value is. */
function extremesOf(values: ArrayLike<number>): [number, number] {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // Every comparison with NaN is false.
    if (Number.isNaN(value)) return [NaN, NaN];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return [minimum, maximum];
}
