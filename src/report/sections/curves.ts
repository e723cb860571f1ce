/** Mean IoU and CorLoc over the threshold, and the distribution of IoU. */
import { histogram } from '../../evaluation/histogram.ts';
import type { LocalisationStatistic } from '../../evaluation/localisation.ts';
import { explanationOf } from '../../evaluation/record.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { histogramChart, lineChart, type ChartLine } from '../chart.ts';
import { bestKeys, boxedKeys, keyGroups, shownSource, type BoxedKey, type KeyGroup } from '../chosen-keys.ts';
import { legend } from '../legend.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share, threshold } from '../numbers.ts';
import { colourOf, keyInWords, titleOf, type Report } from '../report.ts';

const shown = { meanIoU: 'Mean IoU', corLoc: 'CorLoc' } as const satisfies Partial<
  Record<LocalisationStatistic, string>
>;
type Shown = keyof typeof shown;
const names = Object.keys(shown) as Shown[];

const bins = 20;

export function curves(report: Report): Markup | null {
  const groups = keyGroups(report.summary, report.choice.layers)
    .map((group) => ({ ...group, keys: boxedKeys(group.keys) }))
    .filter(({ keys }) => keys.length > 0);
  if (groups.length === 0) return null;
  return markup`<section id="curves"><h2>Over the threshold</h2>
${groups.map((group) => groupFigure(report, group))}
<h3>How IoU is distributed <small>${shownSource(report.summary)}</small></h3>
<div class="charts">${distributions(report)}</div>
</section>`;
}

function groupFigure(report: Report, { source, layer, keys }: KeyGroup<BoxedKey>): Markup {
  const lines = (statistic: Shown): ChartLine[] =>
    keys.map(({ method, summary }) => ({
      label: titleOf(report, method),
      colour: colourOf(report, method),
      points: summary.thresholds.map((at, i) => [at, summary[statistic][i]!] as const),
      dot: summary.thresholds.indexOf(summary.reported.threshold),
    }));
  return markup`<figure><figcaption><strong>At ${nameMarkup(layer)}, explaining the ${source} class.</strong> The dot is the reported τ.</figcaption>
<div class="charts">${names.map((name) => lineChart(`${shown[name]} over the threshold`, shown[name], lines(name)))}</div>
${legend(report, { layer, keys })}
${numbers(report, keys)}</figure>`;
}

/** The same data as a table. */
function numbers(report: Report, keys: readonly BoxedKey[]): Markup {
  const thresholds = keys[0]?.summary.thresholds ?? [];
  const columns = keys.flatMap(({ method, summary }) => names.map((name) => ({ method, name, values: summary[name] })));
  return markup`<details><summary>The numbers</summary><div class="scroll"><table>
<thead><tr><th scope="col">τ</th>${columns.map(({ method, name }) => markup`<th scope="col" class="number">${titleOf(report, method)}, ${shown[name]}</th>`)}</tr></thead>
<tbody>${thresholds.map(
    (
      at,
      i,
    ) => markup`<tr><th scope="row">${threshold(at)}</th>${columns.map(({ values }) => markup`<td>${share(values[i]!)}</td>`)}</tr>
`,
  )}</tbody></table></div></details>`;
}

/** With a common scale, so that they can be compared. */
function distributions(report: Report): Markup[] {
  const { test } = splitRecords(report.records);
  const counted = boxedKeys(bestKeys(report.summary)).map((key) => {
    const { reported, thresholds } = key.summary;
    const index = thresholds.indexOf(reported.threshold);
    const ious = test.flatMap((record) => explanationOf(record, key)?.ious?.[index] ?? []);
    const title = `${keyInWords(report, key)}, τ\u00a0=\u00a0${threshold(reported.threshold)}`;
    return { title, colour: colourOf(report, key.method), counts: histogram(ious, bins) };
  });
  const most = Math.max(...counted.flatMap(({ counts }) => counts));
  return counted.map(
    ({ title, colour, counts }) =>
      markup`<figure><figcaption>${title}</figcaption>${histogramChart(`Pictures by IoU: ${title}`, colour, counts, most)}</figure>`,
  );
}
