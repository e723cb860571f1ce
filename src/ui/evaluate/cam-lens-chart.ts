import { css, LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { chartImage } from './chart-image.ts';
import { chartData, chartOptions, type Chart } from './chart-options.ts';
import { Redrawing } from './redrawing.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Height in CSS pixels. */
const height = 260;

/** Lines over a common x axis, with a legend and, as an accessible alternative, a table of all values. */
export class CamLensChart extends LitElement {
  static override readonly styles = [
    unsafeCSS(uPlotStyles),
    tokens,
    card,
    tableStyles,
    css`
      .plot {
        height: ${height}px;
        overflow: hidden;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 18px;
        margin: 10px 0 0;
        padding: 0;
        list-style: none;
        font-size: var(--small);
      }
      .legend svg {
        width: 30px;
        height: 3px;
        margin-right: 7px;
        vertical-align: middle;
        overflow: visible;
      }
      summary {
        margin-top: 10px;
        color: var(--soft);
        font-size: var(--small);
        cursor: pointer;
      }
      .scroll {
        max-height: 300px;
        overflow-y: auto;
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
      .surface {
        color: var(--surface);
      }
    `,
  ];

  @property({ attribute: false }) chart: Chart | undefined;
  @query('.plot') private readonly place!: HTMLElement | null;

  #plot: uPlot | undefined;

  constructor() {
    super();
    new Redrawing(this, () => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('chart')) this.#draw();
  }

  /** The chart as PNG; undefined before it is drawn. */
  async toPng(): Promise<Blob | undefined> {
    if (this.chart === undefined || this.#plot === undefined) return undefined;
    const colours = { ink: this.#colour('ink'), paper: this.#colour('surface') };
    return chartImage(this.#plot.ctx.canvas, this.chart, colours, devicePixelRatio);
  }

  #draw(): void {
    const width = this.place?.clientWidth ?? 0;
    if (this.chart === undefined || this.place === null || width === 0) return;
    const colours = { ink: this.#colour('ink'), grid: this.#colour('line') };
    // The data change as a whole, a few times a minute, so the chart is redrawn completely.
    this.#plot?.destroy();
    this.#plot = new uPlot(chartOptions(this.chart, { width, height }, colours), chartData(this.chart), this.place);
  }

  /** The current value of a colour token, because a canvas supports neither custom properties nor light-dark(). */
  #colour(token: 'ink' | 'line' | 'surface'): string {
    const probe = this.renderRoot.querySelector(`.probe.${token}`);
    return probe === null ? 'gray' : getComputedStyle(probe).color;
  }

  #table({ x, series, axes }: Chart): TemplateResult {
    return html`<details>
      <summary>The numbers as a table</summary>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">${axes.x.label}</th>
              ${series.map(({ label }) => html`<th scope="col">${label}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${x.map(
              (value, i) =>
                html`<tr>
                  <th scope="row">${axes.x.format(value)}</th>
                  ${series.map(({ values }) => {
                    const at = values[i] ?? null;
                    return html`<td>${at === null ? '–' : axes.y.format(at)}</td>`;
                  })}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  protected override render(): TemplateResult {
    const { chart } = this;
    if (chart === undefined) return html``;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${chart.title}</h2>
      <div class="plot" aria-hidden="true"></div>
      <ul class="legend" aria-label="Legend">
        ${chart.series.map(
          ({ label, colour, dashes }) =>
            html`<li>
              <svg viewBox="0 0 30 3" aria-hidden="true">
                <line
                  x2="30"
                  y1="1.5"
                  y2="1.5"
                  stroke=${colour}
                  stroke-width="3"
                  stroke-dasharray=${dashes.join(' ')}
                />
              </svg>
              ${label}
            </li>`,
        )}
      </ul>
      ${this.#table(chart)}
      <span class="probe ink"></span><span class="probe line"></span><span class="probe surface"></span>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-chart': CamLensChart;
  }
}
