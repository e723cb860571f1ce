/** Results per class, the best first. */
import { classTable, type ClassRow } from '../../evaluation/class-table.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { bestKeys, boxedKeys, shownSource } from '../chosen-keys.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share, threshold } from '../numbers.ts';
import { classNameOf, keyInWords, type Report } from '../report.ts';

export function classes(report: Report): Markup | null {
  const keys = boxedKeys(bestKeys(report.summary));
  if (keys.length === 0) return null;
  const columns = keys.map((key) => ({
    ...key,
    threshold: key.summary.thresholds.indexOf(key.summary.reported.threshold),
  }));
  const rows = sortedByFirst(classTable(splitRecords(report.records).test, columns));
  return markup`<section id="classes"><h2>Classes</h2>
<h3 class="title" id="table-classes">By CorLoc of the first method, each method at its reported τ, ${shownSource(report.summary)}</h3><div class="scroll" tabindex="0" role="region" aria-labelledby="table-classes"><table data-table="classes" aria-labelledby="table-classes">
<thead><tr><th scope="col" rowspan="2">Class</th><th scope="col" rowspan="2" class="number">Pictures</th>${keys.map((key) => markup`<th scope="colgroup" colspan="2" class="number">${keyInWords(report, key)}, τ\u00a0=\u00a0${threshold(key.summary.reported.threshold)}</th>`)}</tr>
<tr>${keys.map(() => markup`<th scope="col" class="number">CorLoc</th><th scope="col" class="number">Mean IoU</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr><th scope="row">${nameMarkup(classNameOf(report.model.classes, row.class))}</th><td>${row.pictures}</td>${row.columns.map(
      (cell) =>
        cell === null
          ? markup`<td>–</td><td>–</td>`
          : markup`<td>${share(cell.corLoc)}</td><td>${share(cell.meanIoU)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div></section>`;
}

/** Sorted by CorLoc, then mean IoU, then class index. */
function sortedByFirst(rows: readonly ClassRow[]): ClassRow[] {
  const valueOf = ({ columns: [first] }: ClassRow): readonly [number, number] => [
    first?.corLoc ?? -1,
    first?.meanIoU ?? -1,
  ];
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    return other[0] - one[0] || other[1] - one[1] || a.class - b.class;
  });
}
