/** Which explanations of the run differ by more than chance, picture by picture. */
import {
  allPairs,
  comparableRuns,
  comparePairs,
  type ComparedExplanation,
  type ExplanationSeries,
  type SeriesPair,
} from '../../evaluation/compare-runs.ts';
import { chanceInWords, differenceInWords, testInWords, verdictInWords } from '../../evaluation/comparison-words.ts';
import { comparedStatistics, type ComparedStatistic } from '../../evaluation/series.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share, threshold } from '../numbers.ts';
import { keyInWords, type Report } from '../report.ts';
import { scatterChart } from '../scatter.ts';

/** Of more explanations, each is compared with the first only. */
const mostForAllPairs = 5;
/** Pairs that have a scatter. */
const mostScatters = 6;

/** Null if there is one explanation. */
export function comparison(report: Report): Markup | null {
  const { thresholds, boxThreshold } = report.choice;
  const run = { name: report.model.name, records: report.records, thresholds, boxThreshold };
  const [series = []] = comparableRuns([run]).runs;
  const pairs = pairsOf(series);
  const compared = comparePairs(pairs);
  if (compared.length === 0) return null;
  const count = compared.reduce((sum, { statistics }) => sum + statistics.length, 0);
  const isCut = series.length > mostForAllPairs;
  return markup`<section id="comparison"><h2>Comparison</h2>
<p>Differences between explanations of the same pictures${isCut ? ', each with the first' : ''}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Comparisons"><table data-table="comparison">
<thead><tr><th scope="col">Measure</th>${['Pictures', 'A', 'B', 'B − A', 'p'].map((name) => markup`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="word">Result</th></tr></thead>
${compared.map(
  ({ first, second, statistics }) =>
    markup`<tbody class="below"><tr><th colspan="7" scope="rowgroup">A: ${named(report, first)}; B: ${named(report, second)}</th></tr>
${statistics.map(
  (found) =>
    markup`<tr><th scope="row">${comparedStatistics[found.statistic].title}</th><td>${found.pictures}</td><td>${share(found.first)}</td><td>${share(found.second)}</td><td>${differenceInWords(found)}</td><td>${chanceInWords(found.correctedChance)}</td><td class="word">${verdictInWords(found.better, 'A', 'B')}</td></tr>
`,
)}</tbody>`,
)}</table></div>
<p class="note">${testInWords(count)}</p>
${scatters(report, pairs)}</section>`;
}

function pairsOf(series: readonly ExplanationSeries[]): readonly SeriesPair[] {
  const [first, ...others] = series;
  if (first === undefined || series.length <= mostForAllPairs) return allPairs(series);
  return others.map((other) => [first, other]);
}

/** Method and layer, and what is explained. */
function named(report: Report, of: ComparedExplanation): Markup {
  return markup`${nameMarkup(keyInWords(report, of))}, ${of.source} class${of.threshold === undefined ? '' : `, τ = ${threshold(of.threshold)}`}`;
}

function scatters(report: Report, pairs: readonly SeriesPair[]): Markup {
  return markup`<div class="charts">${pairs.slice(0, mostScatters).map(([first, second]) => {
    const statistic = (Object.keys(comparedStatistics) as ComparedStatistic[]).find(
      (name) => first.series.values.has(name) && second.series.values.has(name),
    );
    if (statistic === undefined) return null;
    const [a, b] = [first, second].map(({ series }) => series.values.get(statistic)!) as [
      ReadonlyMap<string, number>,
      ReadonlyMap<string, number>,
    ];
    const points = [...a].flatMap(([id, x]) => {
      const y = b.get(id);
      return y === undefined ? [] : [[x, y] as const];
    });
    const { title } = comparedStatistics[statistic];
    const [across, up] = [first, second].map(({ of }) => keyInWords(report, of)) as [string, string];
    return markup`<figure>${scatterChart({ title: `${title} of each picture: ${across} across, ${up} up`, across, up, points })}<figcaption>${title} of each picture${statistic === 'meanIoU' || statistic === 'corLoc' ? ', at one τ per explanation' : ''}. On the diagonal both are equal; larger dots are more pictures.</figcaption></figure>`;
  })}</div>`;
}
