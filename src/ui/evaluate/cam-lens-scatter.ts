import { css, LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { own } from '../../own.ts';
import { axesOptions } from './chart-options.ts';
import { commonRange, nearestPoint } from './nearest-point.ts';
import { Redrawing } from './redrawing.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Height in CSS pixels. */
const height = 380;
/** How far from a point a click still means it, in CSS pixels. */
const reach = 14;

type Range = readonly [low: number, high: number];

export interface ScatterPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Points, with the diagonal on which both values are equal. Arrow keys move from point to point, in the order of x;
 * Home and End jump to the first and the last; a click or Enter opens the point.
 *
 * @fires cam-lens-point - open the point, by its index
 */
export class CamLensScatter extends LitElement {
  static override readonly styles = [
    unsafeCSS(uPlotStyles),
    tokens,
    css`
      .plot {
        height: ${height}px;
        max-width: 560px;
        overflow: hidden;
        border-radius: 6px;
      }
      .plot.on {
        cursor: pointer;
      }
      .plot:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      p {
        min-height: 1.5em;
        margin: 6px 0 0;
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      .probe {
        display: none;
      }
      .ink {
        color: var(--soft);
      }
      .line {
        color: var(--line);
      }
      .accent {
        color: var(--accent);
      }
      .strong {
        color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) points: readonly ScatterPoint[] = [];
  /** Of the axis across, and of the axis down. */
  @property() across = '';
  @property() down = '';

  /** The point that is named below, by index. */
  @state() private at: number | undefined;
  @query('.plot') private readonly place!: HTMLElement | null;

  #plot: uPlot | undefined;
  /** Indices, sorted by x: the order that uPlot draws, and that keys follow. */
  #order: readonly number[] = [];

  constructor() {
    super();
    new Redrawing(this, () => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('points')) return;
    this.at = undefined;
    const { points } = this;
    this.#order = points.map((_, i) => i).sort((a, b) => points[a]!.x - points[b]!.x || points[a]!.y - points[b]!.y);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('points') || changed.has('across') || changed.has('down')) this.#draw();
    else this.#plot?.redraw(false);
  }

  #draw(): void {
    const width = this.place?.clientWidth ?? 0;
    this.#plot?.destroy();
    this.#plot = undefined;
    if (this.place === null || width === 0 || this.points.length === 0) return;
    const [ink, grid, accent, strong] = ['ink', 'line', 'accent', 'strong'].map((token) => this.#colour(token)) as [
      string,
      string,
      string,
      string,
    ];
    const sorted = this.#order.map((i) => this.points[i]!);
    const [xs, ys] = [sorted.map(({ x }) => x), sorted.map(({ y }) => y)];
    const range = commonRange([...xs, ...ys]);
    const axes = { x: axis(this.across, range), y: axis(this.down, range) };
    const many = this.points.length > 1000;
    const options: uPlot.Options = {
      ...{ width, height, cursor: { show: false }, legend: { show: false } },
      scales: { x: { time: false, range: [...range] }, y: { range: [...range] } },
      axes: axesOptions(axes, { ink, grid }),
      series: [
        {},
        {
          ...{ stroke: accent, fill: many ? transparent(accent) : accent, paths: () => null },
          points: { show: true, size: many ? 4 : 7, width: many ? 0 : 1, fill: many ? transparent(accent) : accent },
        },
      ],
      hooks: {
        drawClear: [(plot) => drawDiagonal(plot, range, ink)],
        draw: [(plot) => this.#mark(plot, strong)],
      },
    };
    this.#plot = new uPlot(options, [xs, ys], this.place);
  }

  /** A ring around the point that is named. */
  #mark(plot: uPlot, colour: string): void {
    const point = this.at === undefined ? undefined : this.points[this.at];
    if (point === undefined) return;
    const { ctx } = plot;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    ctx.arc(plot.valToPos(point.x, 'x', true), plot.valToPos(point.y, 'y', true), 7 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }

  #colour(token: string): string {
    const probe = this.renderRoot.querySelector(`.probe.${token}`);
    return probe === null ? 'gray' : getComputedStyle(probe).color;
  }

  #under(event: MouseEvent): number | undefined {
    const plot = this.#plot;
    if (plot === undefined) return undefined;
    const { left, top } = plot.over.getBoundingClientRect();
    const places = this.points.map(({ x, y }) => ({ x: plot.valToPos(x, 'x'), y: plot.valToPos(y, 'y') }));
    return nearestPoint(places, { x: event.clientX - left, y: event.clientY - top }, reach);
  }

  #click(event: MouseEvent): void {
    const index = this.#under(event);
    if (index === undefined) return;
    this.at = index;
    emit(this, 'cam-lens-point', { index });
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.at !== undefined) {
      event.preventDefault();
      emit(this, 'cam-lens-point', { index: this.at });
      return;
    }
    const last = this.#order.length - 1;
    const now = this.at === undefined ? -1 : this.#order.indexOf(this.at);
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1 },
      ...{ Home: 0, End: last },
    };
    const to = own(moves, event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.at = this.#order[Math.max(0, Math.min(last, to))];
  }

  protected override render(): TemplateResult {
    const point = this.at === undefined ? undefined : this.points[this.at];
    return html`<div
        class="plot ${point === undefined ? '' : 'on'}"
        role="application"
        tabindex="0"
        aria-label=${`Scatter of ${this.points.length.toLocaleString('en')} pictures: ${this.across} across, ${this.down} up. Arrow keys move between pictures, Enter opens one.`}
        @click=${(event: MouseEvent) => this.#click(event)}
        @mousemove=${(event: MouseEvent) => (this.at = this.#under(event))}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      ></div>
      <p role="status">
        ${
          point === undefined
            ? 'On the dashed diagonal both are equal. Click a point, or use the arrow keys and Enter, to explain its picture.'
            : `${point.name}: ${point.x.toFixed(3)} and ${point.y.toFixed(3)}`
        }
      </p>
      <span class="probe ink"></span><span class="probe line"></span><span class="probe accent"></span
      ><span class="probe strong"></span>`;
  }
}

function axis(label: string, range: Range) {
  const digits = range[1] - range[0] > 20 ? 0 : 2;
  return { label, format: (value: number) => value.toFixed(digits), range };
}

/** Where many points lie on each other, their density shows. */
function transparent(colour: string): string {
  return `color-mix(in srgb, ${colour} 45%, transparent)`;
}

function drawDiagonal(plot: uPlot, [low, high]: Range, colour: string): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(plot.valToPos(low, 'x', true), plot.valToPos(low, 'y', true));
  ctx.lineTo(plot.valToPos(high, 'x', true), plot.valToPos(high, 'y', true));
  ctx.stroke();
  ctx.restore();
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-scatter': CamLensScatter;
  }
}
