/** A comparison for the terminal: one table per pair of explanations. */
import type { ComparisonDocument } from './comparison.ts';
import type { ComparedExplanation } from '../src/evaluation/compare-runs.ts';
import { chanceInWords, differenceInWords, testInWords, verdictInWords } from '../src/evaluation/comparison-words.ts';
import { comparedStatistics } from '../src/evaluation/series.ts';
import { textTable } from './text-table.ts';
import { wrapWords } from './wrap-words.ts';

/** Columns of the last lines where the terminal's width is unknown. */
const plainWidth = 120;

const columns = ['measure', 'pictures', 'A', 'B', 'B − A', 'p', ''];

/** @param width in columns; no limit by default */
export function comparisonTable({ comparisons, runs }: ComparisonDocument, width?: number): string {
  const hasRuns = runs.length > 1;
  const tables = comparisons.map(({ first, second, statistics }) =>
    textTable(
      {
        title: `A: ${nameOf(first, hasRuns)}; B: ${nameOf(second, hasRuns)}`,
        columns,
        rows: statistics.map(
          ({ statistic, pictures, first: a, second: b, difference, interval95, correctedChance, better }) => [
            ...[comparedStatistics[statistic].title, pictures, a.toFixed(3), b.toFixed(3)],
            differenceInWords({ difference, interval95 }),
            chanceInWords(correctedChance),
            verdictInWords(better, 'A', 'B'),
          ],
        ),
      },
      width,
    ),
  );
  const count = comparisons.reduce((sum, { statistics }) => sum + statistics.length, 0);
  return `${tables.join('\n')}\n${wrapWords(testInWords(count), width ?? plainWidth).join('\n')}\n`;
}

function nameOf({ run, method, layer, source, threshold }: ComparedExplanation, hasRuns: boolean): string {
  return `${hasRuns ? `${run}, ` : ''}${method} at ${layer}, ${source} class${threshold === undefined ? '' : `, τ = ${String(threshold)}`}`;
}
