/** Accuracy and localisation per class, the best first. */
import { classTable, type ClassRow } from '../../evaluation/class-table.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { bestKeys, boxedKeys, shownSource, type BoxedKey } from '../chosen-keys.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share, threshold } from '../numbers.ts';
import { classNameOf, keyInWords, type Report } from '../report.ts';

export function classes(report: Report): Markup | null {
  const keys = boxedKeys(bestKeys(report.summary));
  const columns = keys.map((key) => ({
    ...key,
    threshold: key.summary.thresholds.indexOf(key.summary.reported.threshold),
  }));
  const rows = sortedByFirst(classTable(splitRecords(report.records).test, columns));
  if (rows.length === 0) return null;
  return markup`<section id="classes"><h2>Classes</h2>
<h3 class="title" id="table-classes">${captionOf(report, keys)}</h3><div class="scroll" tabindex="0" role="region" aria-labelledby="table-classes"><table data-table="classes" aria-labelledby="table-classes">
<thead><tr><th scope="col" rowspan="2">Class</th><th scope="col" rowspan="2" class="number">Pictures</th><th scope="colgroup" colspan="2" class="number">Accuracy of the network</th>${keys.map((key) => markup`<th scope="colgroup" colspan="2" class="number">${keyInWords(report, key)}, τ\u00a0=\u00a0${threshold(key.summary.reported.threshold)}</th>`)}</tr>
<tr><th scope="col" class="number">Top-1</th><th scope="col" class="number">Top-5</th>${keys.map(() => markup`<th scope="col" class="number">CorLoc</th><th scope="col" class="number">Mean IoU</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr><th scope="row">${nameMarkup(classNameOf(report.model.classes, row.class))}</th><td>${row.pictures}</td><td>${share(row.top1)}</td><td>${share(row.top5)}</td>${row.columns.map(
      (cell) =>
        cell === null
          ? markup`<td>–</td><td>–</td>`
          : markup`<td>${share(cell.corLoc)}</td><td>${share(cell.meanIoU)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div></section>`;
}

function captionOf({ summary }: Report, keys: readonly BoxedKey[]): string {
  return keys.length === 0
    ? 'By accuracy: the share of pictures whose true class is the network’s first, and among its first five'
    : `By CorLoc of the first method, each method at its reported τ, ${shownSource(summary)}`;
}

/** Sorted by CorLoc and mean IoU of the first method; without methods, by accuracy; then by class index. */
function sortedByFirst(rows: readonly ClassRow[]): ClassRow[] {
  const valueOf = ({ columns, top1, top5 }: ClassRow): readonly [number, number] => {
    const [first] = columns;
    if (first === undefined) return [top1, top5];
    return first === null ? [-1, -1] : [first.corLoc, first.meanIoU];
  };
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    return other[0] - one[0] || other[1] - one[1] || a.class - b.class;
  });
}
