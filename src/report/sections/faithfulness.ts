/** What the network says while the pixels that a heatmap holds for important go, or come back. */
import { curveNames, type CurveName } from '../../evaluation/mean-curves.ts';
import { lineChart, type ChartLine } from '../chart.ts';
import { keyGroups, type KeyGroup } from '../chosen-keys.ts';
import { legend } from '../legend.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share } from '../numbers.ts';
import { colourOf, titleOf, type Report } from '../report.ts';

const charts: Readonly<Record<CurveName, Readonly<Record<'title' | 'down' | 'across', string>>>> = {
  deletion: { title: 'Deletion curve', down: 'probability ↓', across: 'share of the pixels that is gone' },
  insertion: { title: 'Insertion curve', down: 'probability ↑', across: 'share of the pixels that is back' },
};

/** null where no curve was measured. */
export function faithfulness(report: Report): Markup | null {
  const groups = keyGroups(report.summary, report.choice.layers)
    .map((group) => ({ ...group, keys: group.keys.filter(({ summary }) => summary.meanCurves !== undefined) }))
    .filter(({ keys }) => keys.length > 0);
  if (groups.length === 0) return null;
  return markup`<section id="faithfulness"><h2>Deletion and insertion</h2>
<p>The class’s mean probability while the heatmap’s highest pixels become the mean colour (a good heatmap’s curve falls at once), and while they come back into a blurred picture (it rises at once). The measures above are the areas under each picture’s curve.</p>
${groups.map((group) => figure(report, group))}
</section>`;
}

function figure(report: Report, group: KeyGroup): Markup {
  const { source, layer, keys } = group;
  const drawn = curveNames.filter((name) => keys.some(({ summary }) => summary.meanCurves?.[name] !== undefined));
  return markup`<figure><figcaption><strong>At ${nameMarkup(layer)}, explaining the ${source} class.</strong></figcaption>
<div class="charts">${drawn.map((name) => {
    const { title, down, across } = charts[name];
    const lines = keys.map(({ method, summary }): ChartLine => {
      const curve = summary.meanCurves?.[name] ?? [];
      const points = curve.map((value, i) => [i / (curve.length - 1), value] as const);
      return { label: titleOf(report, method), colour: colourOf(report, method), points };
    });
    return lineChart(title, down, lines, across);
  })}</div>
${legend(report, group)}
${numbers(report, group, drawn)}</figure>`;
}

/** The same as numbers, for those who want or need them. */
function numbers(report: Report, { keys }: KeyGroup, drawn: readonly CurveName[]): Markup {
  const columns = keys.flatMap(({ method, summary }) =>
    drawn.flatMap((name) => {
      const curve = summary.meanCurves?.[name];
      return curve === undefined ? [] : [{ title: `${titleOf(report, method)}, ${name}`, curve }];
    }),
  );
  const steps = Math.max(...columns.map(({ curve }) => curve.length)) - 1;
  return markup`<details><summary>The numbers</summary><div class="scroll"><table>
<thead><tr><th scope="col">Pixels</th>${columns.map(({ title }) => markup`<th scope="col" class="number">${title}</th>`)}</tr></thead>
<tbody>${Array.from({ length: steps + 1 }, (_, i) => {
    const cells = columns.map(({ curve }) => markup`<td>${curve[i] === undefined ? '' : share(curve[i])}</td>`);
    return markup`<tr><th scope="row">${share(i / steps)}</th>${cells}</tr>
`;
  })}</tbody></table></div></details>`;
}
