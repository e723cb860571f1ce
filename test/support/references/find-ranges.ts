import type { RangeRule } from '../../../src/pipeline/chain/range-rule.ts';

export interface Normalized {
  /** All zero where the heatmap is the same everywhere, or is not finite. */
  readonly values: Float64Array;
  /** What became 0 and 1: the minimum twice where it is the same everywhere; NaN where it is not finite. */
  readonly minimum: number;
  readonly maximum: number;
}

/** v → (v − minimum) / divisor. */
interface Step {
  readonly minimum: number;
  readonly divisor: number;
}

/**
 * Min-max of one heatmap, step by step, as the libraries do it whose conventions these are.
 * @param map what the heatmap was upsampled from, rectified as that was
 */
export function normalize(
  heatmap: ArrayLike<number>,
  { of, epsilon }: RangeRule = { of: 'heatmap', epsilon: 0 },
  map: ArrayLike<number> = heatmap,
): Normalized {
  const zeros = new Float64Array(heatmap.length);
  const [minimum, maximum] = [least(heatmap), -least(negated(heatmap))];
  const [mapMinimum, mapMaximum] = [least(map), -least(negated(map))];
  const nothing = { values: zeros, minimum: NaN, maximum: NaN };
  if (![minimum, maximum, mapMinimum, mapMaximum].every(Number.isFinite)) return nothing;
  if (isRounding(minimum, maximum)) return { values: zeros, minimum, maximum: minimum };

  const byHeatmap: Step = { minimum, divisor: maximum - minimum + epsilon };
  const byLayer: Step = { minimum: mapMinimum, divisor: mapMaximum - mapMinimum + epsilon };
  // Of what the first step leaves.
  const again: Step = {
    minimum: apply(byLayer, minimum),
    divisor: apply(byLayer, maximum) - apply(byLayer, minimum) + epsilon,
  };
  const steps = { heatmap: [byHeatmap], layer: [byLayer], both: [byLayer, again] }[of];

  const values = Float64Array.from(heatmap, (value) => steps.reduce((sofar, step) => apply(step, sofar), value));
  const becomesZero = of === 'layer' ? mapMinimum : minimum;
  const range = steps.reduce((product, { divisor }) => product * divisor, 1);
  const ends = { minimum: becomesZero, maximum: becomesZero + range };
  // What float32 cannot hold is no range.
  return [range, ends.maximum].every((end) => Number.isFinite(Math.fround(end))) ? { values, ...ends } : nothing;
}

function apply({ minimum, divisor }: Step, value: number): number {
  return (value - minimum) / divisor;
}

/** NaN where a value is. */
function least(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => Math.min(a, b), Infinity);
}

function negated(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => -value);
}

/** Whether nothing but float32's rounding, or what a GPU takes for 0, lies between them. */
function isRounding(minimum: number, maximum: number): boolean {
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const range = maximum - minimum;
  return range <= largest / 2 ** 20 || range <= 1 / 2 ** 126;
}
