/** The network's scores as the pixels that a heatmap ranks as important are removed or restored. */
import { curveEnds, curveNames, type CurveName } from '../../evaluation/mean-curves.ts';
import { lineChart, type ChartLine } from '../chart.ts';
import { keyGroups, type KeyGroup } from '../chosen-keys.ts';
import { legend } from '../legend.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share } from '../numbers.ts';
import { colourOf, titleOf, type Report } from '../report.ts';

const charts: Readonly<Record<CurveName, Readonly<Record<'title' | 'down' | 'across', string>>>> = {
  deletion: { title: 'Deletion curve', down: 'probability ↓', across: 'share of the pixels removed' },
  insertion: { title: 'Insertion curve', down: 'probability ↑', across: 'share of the pixels restored' },
  roadMost: { title: 'ROAD, most relevant first', down: 'probability ↓', across: 'share of the pixels removed' },
  roadLeast: { title: 'ROAD, least relevant first', down: 'probability ↑', across: 'share of the pixels removed' },
  pixelFlipping: { title: 'Pixel flipping', down: 'probability ↓', across: 'share of the pixels flipped' },
};

/** Null if no curve was measured. */
export function faithfulness(report: Report): Markup | null {
  const groups = keyGroups(report.summary, report.choice.layers)
    .map((group) => ({ ...group, keys: group.keys.filter(({ summary }) => summary.meanCurves !== undefined) }))
    .filter(({ keys }) => keys.length > 0);
  if (groups.length === 0) return null;
  return markup`<section id="faithfulness"><h2>Curves</h2>
<p>The class’s mean probability as the heatmap’s highest-ranked pixels are replaced by the mean colour or flipped to the opposite side of it (a good heatmap’s curve falls at once), and as they are restored in a blurred picture (it rises at once). ROAD fills in what is removed from its neighbours; its measures are the means from 10 to 90 %, the others the areas under each picture’s curve.</p>
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
      const points = curve.map((value, i) => [(curveEnds[name] * i) / (curve.length - 1), value] as const);
      return { label: titleOf(report, method), colour: colourOf(report, method), points };
    });
    return lineChart(title, down, lines, across);
  })}</div>
${legend(report, group)}
${numbers(report, group, drawn)}</figure>`;
}

/** The same data as tables: one for each extent and number of steps. */
function numbers(report: Report, { keys }: KeyGroup, drawn: readonly CurveName[]): Markup {
  const tables = new Map<string, CurveTable>();
  for (const { method, summary } of keys) {
    for (const name of drawn) {
      const curve = summary.meanCurves?.[name];
      if (curve === undefined) continue;
      const places = curve.map((_, i) => (curveEnds[name] * i) / (curve.length - 1));
      const key = places.join();
      const table = tables.get(key) ?? { places, columns: [] };
      tables.set(key, table);
      table.columns.push({ title: `${titleOf(report, method)}, ${charts[name].title}`, curve });
    }
  }
  return markup`<details><summary>The numbers</summary>${[...tables.values()].map(numberTable)}</details>`;
}

interface CurveTable {
  /** Shares of the pixels, one for each row. */
  readonly places: readonly number[];
  readonly columns: { readonly title: string; readonly curve: readonly number[] }[];
}

function numberTable({ places, columns }: CurveTable): Markup {
  return markup`<div class="scroll"><table>
<thead><tr><th scope="col">Pixels</th>${columns.map(({ title }) => markup`<th scope="col" class="number">${title}</th>`)}</tr></thead>
<tbody>${places.map((place, i) => {
    const cells = columns.map(({ curve }) => markup`<td>${share(curve[i]!)}</td>`);
    return markup`<tr><th scope="row">${share(place)}</th>${cells}</tr>
`;
  })}</tbody></table></div>`;
}
