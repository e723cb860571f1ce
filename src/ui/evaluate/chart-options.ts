/** A chart's data → the options of uPlot. */
import uPlot from 'uplot';
import { visible } from '../../visible.ts';

export interface ChartSeries {
  readonly label: string;
  /** One for each x; null leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly colour: string;
  /** In CSS pixels; empty for a solid line. Lines differ not only in colour. */
  readonly dashes: readonly number[];
}

export interface ChartAxis {
  readonly label: string;
  readonly format: (value: number) => string;
  readonly range: readonly [number, number];
  /** Ticks only at whole numbers, for counts. */
  readonly isWhole?: true;
}

export interface Chart {
  /** Of its file, without ending. */
  readonly name: string;
  readonly title: string;
  /** Increasing. */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly axes: { readonly x: ChartAxis; readonly y: ChartAxis };
  /** `steps` holds each value until the next x, as a histogram does. */
  readonly kind: 'lines' | 'steps';
}

/** Colours of the page in a form that a canvas accepts. */
export interface ChartColours {
  readonly ink: string;
  readonly grid: string;
}

const font = '12px system-ui, sans-serif';

/** Steps of 1, 2 and 5 times powers of ten. */
const wholeSteps = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((factor) => factor * 10 ** power)).flat();

/** The axes of uPlot, across and down. */
export function axesOptions({ x, y }: Chart['axes'], { ink, grid }: ChartColours): uPlot.Axis[] {
  const axis = ({ label, format, isWhole }: ChartAxis): uPlot.Axis => ({
    ...{ label: visible(label), labelSize: 22, font, labelFont: font, stroke: ink },
    values: (_, ticks) => ticks.map((tick) => visible(format(tick))),
    ...(isWhole === true ? { incrs: [...wholeSteps] } : {}),
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
  });
  return [axis(x), { ...axis(y), size: 56 }];
}

export function chartOptions(
  { series, axes, kind }: Chart,
  size: { readonly width: number; readonly height: number },
  colours: ChartColours,
): uPlot.Options {
  return {
    ...size,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false, range: [...axes.x.range] }, y: { range: [...axes.y.range] } },
    axes: axesOptions(axes, colours),
    series: [
      {},
      ...series.map(({ label, colour, dashes }): uPlot.Series => ({
        ...{ label: visible(label), stroke: colour, width: 2, dash: [...dashes], points: { show: false } },
        ...(kind === 'steps' ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
      })),
    ],
  };
}

export function chartData({ x, series }: Chart): uPlot.AlignedData {
  return [[...x], ...series.map(({ values }) => [...values])];
}

/** Dash patterns that distinguish lines, in order of use. */
export const dashPatterns: readonly (readonly number[])[] = [[], [9, 5], [3, 3], [12, 4, 3, 4], [6, 2], [2, 6]];
