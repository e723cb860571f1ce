/** The charts of an evaluation: CorLoc over the threshold, and the distribution of IoU. */
import type { Chart } from './chart-options.ts';
import { series } from './chart-series.ts';
import { meanCurveCharts } from './mean-curve-charts.ts';
import { hasBoxes, histogramBins, type RunTables } from './run-tables.ts';
import { percentage } from './run-words.ts';

const hundredth = (value: number): string => value.toFixed(2);

/** All charts that the tables have values for. */
export function runCharts(tables: RunTables): readonly Chart[] {
  return [...(hasBoxes(tables) ? [corLocChart(tables), iouChart(tables)] : []), ...meanCurveCharts(tables)];
}

export function corLocChart({ summary, methods }: RunTables): Chart {
  const thresholds = methods[0]?.summary.thresholds ?? [];
  const centre = summary.centreBaseline;
  return {
    name: 'corloc',
    title: 'CorLoc over the threshold',
    kind: 'lines',
    x: thresholds,
    axes: {
      x: { label: 'Threshold', format: hundredth, range: [0, 1] },
      y: { label: 'CorLoc, %', format: (share) => percentage(share), range: [0, 1] },
    },
    series: [
      ...methods.map((method, i) => series(method, i, method.summary.corLoc ?? [])),
      ...(centre === null
        ? []
        : [
            {
              ...{ label: 'Centre baseline, which has no threshold', colour: '#8b9096', dashes: [2, 4] },
              values: thresholds.map(() => centre.reported.corLoc),
            },
          ]),
    ],
  };
}

export function iouChart({ methods }: RunTables): Chart {
  const most = Math.max(1, ...methods.flatMap(({ histogram = [] }) => histogram));
  return {
    name: 'iou',
    title: 'Pictures by IoU, at the reported threshold',
    kind: 'steps',
    // The last step ends at 1.
    x: Array.from({ length: histogramBins + 1 }, (_, i) => i / histogramBins),
    axes: {
      x: { label: 'IoU from', format: hundredth, range: [0, 1] },
      y: {
        label: 'Pictures',
        format: (pictures) => pictures.toLocaleString('en'),
        range: [0, 1.05 * most],
        isWhole: true,
      },
    },
    series: methods.map((method, i) => series(method, i, [...(method.histogram ?? []), null])),
  };
}
