import { css, LitElement, type SVGTemplateResult, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { html, svg } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { threeDigits } from '../shared/words.ts';
import { along, powerOfTen, powers } from './log-axis.ts';
import { pictureOfSvg } from './picture-of-svg.ts';
import { roofAt, rooflineOf, type Roofline, type RooflinePoint } from './roofline.ts';

/** In units of the drawing. */
const size = { width: 760, height: 420 };
const frame = { left: 64, right: 744, top: 16, bottom: 372 };

/** Stages as points below the ceilings of the adapter, on logarithmic axes. */
export class CamLensRoofline extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      svg {
        display: block;
        width: 100%;
        height: auto;
        font:
          13px system-ui,
          sans-serif;
      }
      text {
        fill: var(--soft);
      }
      .grid {
        stroke: var(--line);
      }
      .roof {
        fill: none;
        stroke: var(--ink);
        stroke-width: 2;
      }
      .dot {
        fill: var(--edge);
      }
      .named {
        fill: var(--accent);
        stroke: var(--surface);
      }
      .number {
        fill: var(--on-accent);
        font-size: 11px;
        font-weight: 600;
        text-anchor: middle;
      }
      ol {
        columns: 4 160px;
        margin: 10px 0 0;
        padding-left: 26px;
        font-size: var(--small);
      }
      @media (forced-colors: active) {
        .named {
          fill: Highlight;
        }
        .number {
          fill: HighlightText;
        }
        .dot,
        text {
          fill: CanvasText;
        }
        .roof {
          stroke: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) result: BenchmarkResult | undefined;
  @query('svg') private readonly drawing!: SVGSVGElement | null;

  /** The picture as PNG, 2 pixels a unit; undefined before there is one. */
  toPng(): Promise<Blob> | undefined {
    return this.drawing === null ? undefined : pictureOfSvg(this.drawing, size, 2);
  }

  #draw(roofline: Roofline): SVGTemplateResult {
    const x = along(roofline.x, frame.left, frame.right);
    const y = along(roofline.y, frame.bottom, frame.top);
    const clipped = (rate: number): number => y(Math.max(roofline.y[0], rate));
    const knee = roofline.arithmetic / roofline.copy;
    const start = Math.max(roofline.x[0], roofline.y[0] / roofline.copy);
    const roof = [start, knee, roofline.x[1]]
      .map((intensity) => `${x(intensity).toFixed(1)},${y(roofAt(roofline, intensity)).toFixed(1)}`)
      .join(' ');
    const { points } = roofline;
    return svg`
      ${powers(roofline.x).map(
        (value) => svg`<line class="grid" x1=${x(value)} x2=${x(value)} y1=${frame.top} y2=${frame.bottom}></line>
          <text x=${x(value)} y=${frame.bottom + 18} text-anchor="middle">${powerOfTen(value)}</text>`,
      )}
      ${powers(roofline.y).map(
        (value) => svg`<line class="grid" y1=${y(value)} y2=${y(value)} x1=${frame.left} x2=${frame.right}></line>
          <text x=${frame.left - 8} y=${y(value) + 4} text-anchor="end">${powerOfTen(value)}</text>`,
      )}
      <text x=${(frame.left + frame.right) / 2} y=${size.height - 10} text-anchor="middle"
        >operations for each byte moved, FLOP/byte</text>
      <text transform="translate(16 ${(frame.top + frame.bottom) / 2}) rotate(-90)" text-anchor="middle">GFLOP/s</text>
      <polyline class="roof" points=${roof}></polyline>
      <text x=${frame.right - 6} y=${y(roofline.arithmetic) - 8} text-anchor="end"
        >${threeDigits(roofline.arithmetic)} GFLOP/s, multiply-add</text>
      <text x=${x(Math.sqrt(start * knee)) - 10} y=${clipped(roofAt(roofline, Math.sqrt(start * knee))) - 6} text-anchor="end"
        >${threeDigits(roofline.copy)} GB/s, copy</text>
      ${points.filter(({ isNamed }) => !isNamed).map((point) => dot(point, x(point.intensity), clipped(point.rate)))}
      ${points.filter(({ isNamed }) => isNamed).map((point) => named(point, x(point.intensity), clipped(point.rate)))}`;
  }

  protected override render(): TemplateResult {
    const roofline = this.result && rooflineOf(this.result);
    if (roofline === undefined) return html``;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Roofline: how close each stage comes to what the adapter can do</h2>
      <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title says">
        ${this.#draw(roofline)}
      </svg>
      <p id="says" class="hidden-text">
        Stages as points below a roof: ${threeDigits(roofline.copy)} GB/s of copying on the left,
        ${threeDigits(roofline.arithmetic)} GFLOP/s of multiply-adds on the right. The table has all numbers.
      </p>
      <ol aria-label="The numbered points: the largest workload of each stage">
        ${roofline.stages.map((stage) => html`<li>${stage}</li>`)}
      </ol>
      <p class="quiet">
        A numbered point is the largest workload of its stage, a small one another workload. On the sloping part memory
        is the limit, on the flat part arithmetic.
      </p>
    </section>`;
  }
}

function dot({ stage, workload }: RooflinePoint, x: number, y: number): SVGTemplateResult {
  return svg`<circle class="dot" cx=${x} cy=${y} r="3"><title>${stage}: ${workload}</title></circle>`;
}

function named({ stage, workload, number }: RooflinePoint, x: number, y: number): SVGTemplateResult {
  return svg`<circle class="named" cx=${x} cy=${y} r="9"><title>${stage}: ${workload}</title></circle>
    <text class="number" x=${x} y=${y + 4}>${number}</text>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-roofline': CamLensRoofline;
  }
}
