/** Which differences between explanations of the same pictures are more than chance. */
import { meanInterval, type Interval } from './bootstrap.ts';
import { holm } from './holm.ts';
import { mean } from './mean.ts';
import { comparedStatistics, type ComparedStatistic, type Series } from './series.ts';
import { signFlipChance } from './sign-flips.ts';

export interface SeriesComparison {
  readonly statistic: ComparedStatistic;
  /** That both have. */
  readonly pictures: number;
  /** Over these pictures. */
  readonly first: number;
  readonly second: number;
  /** The second minus the first. */
  readonly difference: number;
  /** 95 %, by bootstrap over pictures; of this comparison alone. */
  readonly interval95: Interval;
  /** Of such a difference if there is none, by the paired permutation test. */
  readonly chance: number;
  /** The same, corrected for all comparisons made together (Holm). */
  readonly correctedChance: number;
  /** Which is better; null if no difference is shown. */
  readonly better: 'first' | 'second' | null;
  /** Where they differ most, largest first. */
  readonly extremes: readonly { readonly id: string; readonly first: number; readonly second: number }[];
}

/** The chance of even one false difference among all. */
export const falseAlarms = 0.05;
/** Pictures that are named. */
const mostExtremes = 10;

/**
 * @param pairs each of the same pictures; those that only one of the two has are ignored
 * @returns for each pair, one for each statistic that both have for a picture or more
 */
export function compareSeries(pairs: readonly (readonly [first: Series, second: Series])[]): SeriesComparison[][] {
  const compared = pairs.map(([first, second]) =>
    (Object.keys(comparedStatistics) as ComparedStatistic[]).flatMap((name) => {
      const found = compareValues(first.values.get(name), second.values.get(name));
      return found === undefined ? [] : [{ statistic: name, ...found }];
    }),
  );
  const corrected = holm(compared.flat().map(({ chance }) => chance));
  let at = 0;
  return compared.map((ofPair) =>
    ofPair.map((comparison) => {
      const correctedChance = corrected[at++]!;
      const isHigher = comparison.difference > 0;
      const wantsHigher = comparedStatistics[comparison.statistic].better === 'higher';
      const better = correctedChance >= falseAlarms ? null : isHigher === wantsHigher ? 'second' : 'first';
      return { ...comparison, correctedChance, better };
    }),
  );
}

type Values = ReadonlyMap<string, number> | undefined;

function compareValues(
  a: Values,
  b: Values,
): Omit<SeriesComparison, 'statistic' | 'correctedChance' | 'better'> | undefined {
  // The order of pictures is part of what is drawn, and must not depend on the file.
  const ids = [...(a?.keys() ?? [])].filter((id) => b?.has(id)).sort();
  if (a === undefined || b === undefined || ids.length === 0) return undefined;
  const [firsts, seconds] = [a, b].map((values) => Float64Array.from(ids, (id) => values.get(id)!)) as [
    Float64Array,
    Float64Array,
  ];
  const differences = seconds.map((value, i) => value - firsts[i]!);
  const extremes = ids
    .map((id, i) => ({ id, first: firsts[i]!, second: seconds[i]! }))
    .filter(({ first, second }) => first !== second)
    .sort((x, y) => Math.abs(y.second - y.first) - Math.abs(x.second - x.first))
    .slice(0, mostExtremes);
  return {
    pictures: ids.length,
    ...{ first: mean(firsts), second: mean(seconds), difference: mean(differences) },
    interval95: meanInterval(differences),
    chance: signFlipChance(differences),
    extremes,
  };
}
