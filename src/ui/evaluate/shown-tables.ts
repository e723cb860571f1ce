/** The shown tables and charts of a run. */
import type { Chart } from './chart-options.ts';
import { meanCurveCharts } from './mean-curve-charts.ts';
import { corLocChart, iouChart } from './run-charts.ts';
import { hasBoxes, type RunTables } from './run-tables.ts';

/** The objects stay the same until there are new ones, so that nothing is redrawn. */
export interface ShownTables extends RunTables {
  /** Whether the tables are final, because no run is in progress. */
  readonly isFinal: boolean;
  /** Number of records that they are made of. */
  readonly known: number;
  readonly charts: readonly Chart[];
  readonly titles: readonly string[];
}

export function shownTables(made: RunTables, isFinal: boolean, known: number): ShownTables {
  return {
    ...made,
    ...{ isFinal, known },
    charts: [...(hasBoxes(made) ? [corLocChart(made), iouChart(made)] : []), ...meanCurveCharts(made)],
    titles: made.methods.map(({ title }) => title),
  };
}
