/** The sanity check by randomised weights over many pictures (Adebayo et al. 2018). */
import { meanInterval, type BootstrapOptions, type Interval } from './bootstrap.ts';
import { mean } from './mean.ts';
import type { ExplanationRecord } from './record.ts';

export interface LevelCorrelation {
  /** Weights are random from the logits down to here. */
  readonly level: string;
  /** Mean of Spearman's rank correlation, −1 … 1; near 0 if the map depends on what the network has learned. */
  readonly correlation: number;
  readonly interval95: Interval;
  /** Pictures for which it is defined. */
  readonly pictures: number;
}

/** From the top down, in the order of the records' levels; those without any correlation are left out. */
export function randomisedLevels(
  explanations: readonly ExplanationRecord[],
  options?: BootstrapOptions,
): readonly LevelCorrelation[] {
  const levels = new Map<string, number[]>();
  for (const { randomisation = [] } of explanations) {
    for (const [level, correlation] of randomisation) {
      const found = levels.get(level) ?? [];
      levels.set(level, found);
      if (correlation !== null) found.push(correlation);
    }
  }
  return [...levels].flatMap(([level, found]) =>
    found.length === 0
      ? []
      : [{ level, correlation: mean(found), interval95: meanInterval(found, options), pictures: found.length }],
  );
}
