/** How the numbers of a comparison are written, wherever they are shown. */
import type { SeriesComparison } from './compare-series.ts';

/** A difference with its sign: "+0.012". */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** "+0.012 [−0.003, +0.027]": a difference and its 95 % interval. */
export function differenceInWords({
  difference,
  interval95,
}: Pick<SeriesComparison, 'difference' | 'interval95'>): string {
  return `${signed(difference)} [${interval95.map(signed).join(', ')}]`;
}

export function chanceInWords(chance: number): string {
  return chance < 0.001 ? '< 0.001' : chance.toFixed(3);
}

/** @param first and `second`: what the two are called */
export function verdictInWords(better: SeriesComparison['better'], first: string, second: string): string {
  return better === null ? 'no difference shown' : `${better === 'first' ? first : second} is better`;
}

/** What the numbers are, below a table of `comparisons` statistics. */
export function testInWords(comparisons: number): string {
  const corrected = comparisons === 1 ? 'one comparison' : `all ${comparisons.toLocaleString('en')} comparisons`;
  return `Means over pictures that both have; differences with 95 % bootstrap intervals. p: paired permutation test, corrected for ${corrected} (Holm); below 0.05 a difference is shown.`;
}
