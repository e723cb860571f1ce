/** Charts as SVG, without scripts: lines over 0 … 1, and histogram bars. */
import { markup, type Markup } from './markup.ts';

export interface ChartLine {
  readonly label: string;
  readonly colour: string;
  /** [x, y], sorted by x; both 0…1. */
  readonly points: readonly (readonly [number, number])[];
  /** Index of the reported point, which gets a dot. */
  readonly dot?: number;
}

/** In SVG units, which are CSS pixels if it is not scaled. */
const size = { width: 400, height: 250 };
const plot = { left: 44, top: 10, right: 388, bottom: 208 };

/** Lines differ not only in colour. */
const dashes = ['none', '8 4', '2.5 3', '11 3 3 3', '5 2', '1.5 4'] as const;

/** @param index of the line in its chart */
export function dashesOf(index: number): string {
  return dashes[index % dashes.length] ?? 'none';
}

const xOf = (value: number): number => plot.left + value * (plot.right - plot.left);
const yOf = (value: number): number => plot.bottom - value * (plot.bottom - plot.top);
/** Rounded to a hundredth of a pixel, to keep the file small. */
const written = (value: number): number => Math.round(value * 100) / 100;

/** An SVG path through points in 0…1. */
export function linePath(points: ChartLine['points']): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${written(xOf(x))} ${written(yOf(y))}`).join('');
}

/** A chart of lines, such as mean IoU over the threshold; both axes are 0…1. */
export function lineChart(title: string, yLabel: string, lines: readonly ChartLine[], xLabel = 'threshold τ'): Markup {
  return svg(title, [
    axes(xLabel, yLabel, [0, 0.2, 0.4, 0.6, 0.8, 1], 1),
    ...lines.map(
      ({ label, colour, points }, i) =>
        markup`<path class="curve" d="${linePath(points)}" stroke="${colour}" stroke-dasharray="${dashesOf(i)}"><title>${label}</title></path>`,
    ),
    ...lines.map(({ colour, points, dot }, i) => {
      const at = dot === undefined ? undefined : points[dot];
      if (at === undefined) return markup``;
      // Lower dots are larger, so that coinciding dots are all visible.
      const radius = 3.5 + 1.5 * Math.min(2, lines.length - 1 - i);
      return markup`<circle class="dot" cx="${written(xOf(at[0]))}" cy="${written(yOf(at[1]))}" r="${radius}" fill="${colour}"/>`;
    }),
  ]);
}

/**
 * @param counts of equal parts of 0…1
 * @param most the largest count in all charts that are compared
 */
export function histogramChart(title: string, colour: string, counts: readonly number[], most: number): Markup {
  const step = niceStep(Math.max(1, most) / 4);
  const top = step * Math.max(1, Math.ceil(most / step));
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const width = (plot.right - plot.left) / counts.length;
  return svg(title, [
    axes('IoU', 'pictures', ticks, top),
    ...counts.map((pictures, i) => {
      const height = (pictures / top) * (plot.bottom - plot.top);
      const range = `${written(i / counts.length)} to ${written((i + 1) / counts.length)}: ${pictures}`;
      return markup`<rect class="bar" x="${written(plot.left + i * width + 0.5)}" y="${written(plot.bottom - height)}" width="${written(width - 1)}" height="${written(height)}" fill="${colour}"><title>${range}</title></rect>`;
    }),
  ]);
}

/** The smallest of 1, 2 and 5 times a power of ten that is at least `least`; whole, because it counts pictures. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}

function svg(title: string, content: readonly Markup[]): Markup {
  return markup`<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">${content}</svg>`;
}

/** @param most end of the y axis, which starts at 0 */
function axes(xLabel: string, yLabel: string, yTicks: readonly number[], most: number): Markup {
  const across = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const middle = (plot.top + plot.bottom) / 2;
  return markup`<g class="axes">${yTicks.map((tick) => {
    const y = written(yOf(tick / most));
    return markup`<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/><text x="${plot.left - 7}" y="${y + 4}" text-anchor="end">${tick}</text>`;
  })}${across.map((tick) => {
    const x = written(xOf(tick));
    return markup`<line x1="${x}" x2="${x}" y1="${plot.bottom}" y2="${plot.bottom + 4}"/><text x="${x}" y="${plot.bottom + 18}" text-anchor="middle">${tick}</text>`;
  })}<text x="${(plot.left + plot.right) / 2}" y="${size.height - 6}" text-anchor="middle">${xLabel}</text><text transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle">${yLabel}</text></g>`;
}
