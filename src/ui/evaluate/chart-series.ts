/** The line of a method in a chart: its colour, and dashes, because lines differ not only in colour. */
import { boxStyle } from '../../pipeline/recipe/box-colours.ts';
import { dashPatterns, type ChartSeries } from './chart-options.ts';
import type { RunTables } from './run-tables.ts';

export function series(
  { name, title }: RunTables['methods'][number],
  index: number,
  values: ChartSeries['values'],
): ChartSeries {
  return {
    label: title,
    colour: boxStyle(name).colour,
    dashes: dashPatterns[index % dashPatterns.length] ?? [],
    values,
  };
}
