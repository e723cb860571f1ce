/** Chooses the fastest variant of a stage. */
import type { KernelShape } from '../../pipeline/engine/wgsl-layout.ts';
import type { VariantRow } from './variants-result.ts';

/**
 * @returns the shape with the smallest geometric mean of its ratios, of those that are significantly faster than the
 *   default on at least one workload, significantly slower on none, and faster by that mean; null if there is none
 */
export function bestShape(others: readonly VariantRow[]): KernelShape | null {
  const better = others.flatMap(({ shape, outcome }) => {
    if (outcome.status !== 'measured') return [];
    const verdicts = outcome.times.map(({ verdict }) => verdict);
    if (verdicts.includes('slower') || !verdicts.includes('faster')) return [];
    const score = outcome.times.reduce((sum, { ratio }) => sum + Math.log(ratio), 0);
    return score < 0 ? [{ shape, score }] : [];
  });
  return better.toSorted((a, b) => a.score - b.score)[0]?.shape ?? null;
}
