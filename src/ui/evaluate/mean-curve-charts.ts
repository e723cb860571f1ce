/** The charts of the measures that are curves, if a run measures them. */
import { curveEnds, curveNames, type CurveName } from '../../evaluation/mean-curves.ts';
import type { Chart } from './chart-options.ts';
import { series } from './chart-series.ts';
import type { RunTables } from './run-tables.ts';
import { percentage } from './run-words.ts';

const words: Readonly<Record<CurveName, Readonly<Record<'title' | 'across', string>>>> = {
  deletion: { title: 'Deletion: the class’s mean probability', across: 'Share of the pixels removed, %' },
  insertion: { title: 'Insertion: the class’s mean probability', across: 'Share of the pixels restored, %' },
  roadMost: {
    ...{ title: 'ROAD, most relevant first: the class’s mean probability', across: 'Share of the pixels removed, %' },
  },
  roadLeast: {
    ...{ title: 'ROAD, least relevant first: the class’s mean probability', across: 'Share of the pixels removed, %' },
  },
  pixelFlipping: { title: 'Pixel flipping: the class’s mean probability', across: 'Share of the pixels flipped, %' },
};

/** Empty if no method has a curve. */
export function meanCurveCharts({ methods }: Pick<RunTables, 'methods'>): readonly Chart[] {
  return curveNames.flatMap((name): readonly Chart[] => {
    const lines = methods.flatMap((method, i) => {
      const curve = method.summary.meanCurves?.[name];
      return curve === undefined ? [] : [series(method, i, curve)];
    });
    const steps = (lines[0]?.values.length ?? 0) - 1;
    if (steps < 1) return [];
    const { title, across } = words[name];
    return [
      {
        ...{ name, title, kind: 'lines', series: lines },
        x: Array.from({ length: steps + 1 }, (_, i) => (curveEnds[name] * i) / steps),
        axes: {
          x: { label: across, format: percentage, range: [0, 1] },
          y: { label: 'Probability, %', format: percentage, range: [0, 1] },
        },
      },
    ];
  });
}
