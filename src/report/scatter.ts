/** Pictures as points, without scripts: one value across, the other up. */
import { markup, type Markup } from './markup.ts';

export interface Scatter {
  /** Read out. */
  readonly title: string;
  readonly across: string;
  readonly up: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** In SVG units: the plot is square, so that the diagonal is where both are equal. */
const size = { width: 296, height: 290 };
const plot = { left: 46, top: 10, side: 232 };
/** Places per axis: points at one place are one dot, so the size of the page has a limit however many pictures. */
const places = 64;
/** From so many pictures at one place on, a dot has this radius. */
const radii = [
  [1, 1.6],
  [4, 2.3],
  [16, 3.1],
] as const;

export function scatterChart({ title, across, up, points }: Scatter): Markup {
  const [low, high] = rangeOf(points.flat());
  const at = (value: number): number => Math.round(((value - low) / (high - low)) * places);
  const counts = new Map<number, number>();
  for (const [x, y] of points) {
    const place = at(y) * (places + 1) + at(x);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const dots = radii.map(([least, radius], i) => {
    const next = radii[i + 1]?.[0] ?? Infinity;
    const path = [...counts]
      .filter(([, count]) => count >= least && count < next)
      .map(([place]) => `M${xAt(place % (places + 1))} ${yAt(Math.floor(place / (places + 1)))}h0`)
      .join('');
    return path === '' ? null : markup`<path class="points" d="${path}" stroke-width="${2 * radius}"/>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => low + share * (high - low));
  return markup`<svg class="chart scatter" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}"><g class="axes">${ticks.map(
    (tick) => {
      const [x, y] = [xAt(places * ((tick - low) / (high - low))), yAt(places * ((tick - low) / (high - low)))];
      const label = high - low > 20 ? tick.toFixed(0) : tick.toFixed(2);
      return markup`<line x1="${plot.left}" x2="${plot.left + plot.side}" y1="${y}" y2="${y}"/><text x="${plot.left - 6}" y="${y + 4}" text-anchor="end">${label}</text><line x1="${x}" x2="${x}" y1="${plot.top + plot.side}" y2="${plot.top + plot.side + 4}"/><text x="${x}" y="${plot.top + plot.side + 17}" text-anchor="middle">${label}</text>`;
    },
  )}<text x="${plot.left + plot.side / 2}" y="${size.height - 8}" text-anchor="middle">${across}</text><text transform="translate(12 ${plot.top + plot.side / 2}) rotate(-90)" text-anchor="middle">${up}</text></g><path class="diagonal" d="M${xAt(0)} ${yAt(0)}L${xAt(places)} ${yAt(places)}"/>${dots}</svg>`;
}

/** 0 … 1 if all values are within it; the same on both axes. */
function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  let [low, high] = [0, 1];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

function xAt(place: number): number {
  return Math.round((plot.left + (place / places) * plot.side) * 100) / 100;
}

function yAt(place: number): number {
  return Math.round((plot.top + plot.side - (place / places) * plot.side) * 100) / 100;
}
