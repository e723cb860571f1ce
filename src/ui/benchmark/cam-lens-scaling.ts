import { css, LitElement, type SVGTemplateResult, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { html, svg } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { threeDigits } from '../shared/words.ts';
import { along, powerOfTen, powers } from './log-axis.ts';
import { scalingOf, type Scaling, type ScalingCurve } from './scaling.ts';

/** In units of a drawing. */
const size = { width: 240, height: 170 };
const frame = { left: 44, right: 224, top: 8, bottom: 136 };

/** A small drawing for each stage: its time by the bytes it moves, on logarithmic axes that all share. */
export class CamLensScaling extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr));
        gap: 14px 18px;
        margin: 10px 0 0;
        padding: 0;
        list-style: none;
      }
      h3 {
        margin: 0 0 2px;
        font-size: var(--small);
      }
      svg {
        display: block;
        width: 100%;
        height: auto;
        font:
          11px system-ui,
          sans-serif;
      }
      text {
        fill: var(--soft);
      }
      .grid {
        stroke: var(--line);
      }
      .copy {
        stroke: var(--ink);
        stroke-dasharray: 5 4;
      }
      .interval {
        stroke: var(--accent);
        stroke-width: 2;
      }
      .dot {
        fill: var(--accent);
      }
      @media (forced-colors: active) {
        text,
        .dot {
          fill: CanvasText;
        }
        .copy,
        .interval {
          stroke: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) result: BenchmarkResult | undefined;

  protected override render(): TemplateResult {
    const scaling = this.result && scalingOf(this.result);
    if (scaling === undefined) return html``;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">How each stage grows: its time by the bytes that it must move</h2>
      <p class="quiet">
        Each point is a workload, with the 95 % interval of its median; the axes are the same for all stages. On the
        dashed line a stage would be as fast as the best copy. A flat beginning is the fixed cost of a dispatch.
      </p>
      <ul>
        ${scaling.curves.map(
          (curve) =>
            html`<li>
              <h3>${curve.stage}</h3>
              <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label=${inWords(curve)}>
                ${draw(scaling, curve)}
              </svg>
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

function draw(scaling: Scaling, { points }: ScalingCurve): SVGTemplateResult {
  const x = along(scaling.x, frame.left, frame.right);
  const y = along(scaling.y, frame.bottom, frame.top);
  return svg`
    ${powers(scaling.x).map(
      (value, i) => svg`<line class="grid" x1=${x(value)} x2=${x(value)} y1=${frame.top} y2=${frame.bottom}></line>
        ${i % 2 === 0 ? svg`<text x=${x(value)} y=${frame.bottom + 15} text-anchor="middle">${powerOfTen(value)}</text>` : ''}`,
    )}
    ${powers(scaling.y).map(
      (value) => svg`<line class="grid" y1=${y(value)} y2=${y(value)} x1=${frame.left} x2=${frame.right}></line>
        <text x=${frame.left - 6} y=${y(value) + 4} text-anchor="end">${powerOfTen(value)}</text>`,
    )}
    <text x=${(frame.left + frame.right) / 2} y=${size.height - 4} text-anchor="middle">bytes</text>
    <text transform="translate(10 ${(frame.top + frame.bottom) / 2}) rotate(-90)" text-anchor="middle">ms</text>
    ${copyLine(scaling)}
    ${points.map(
      (point) => svg`<line class="interval" x1=${x(point.bytes)} x2=${x(point.bytes)}
          y1=${y(point.interval[0])} y2=${y(point.interval[1])}></line>
        <circle class="dot" cx=${x(point.bytes)} cy=${y(point.medianMs)} r="3"
          ><title>${point.workload}: ${threeDigits(point.medianMs)} ms</title></circle>`,
    )}`;
}

/** The time of a copy, as far as it lies within the axes. */
function copyLine({ copy, x, y }: Scaling): SVGTemplateResult | string {
  if (copy === undefined) return '';
  // 1 GB/s is 10⁶ bytes in a millisecond.
  const rate = copy * 1e6;
  const [from, to] = [Math.max(x[0], y[0] * rate), Math.min(x[1], y[1] * rate)];
  if (from >= to) return '';
  const [across, up] = [along(x, frame.left, frame.right), along(y, frame.bottom, frame.top)];
  return svg`<line class="copy" x1=${across(from)} y1=${up(from / rate)} x2=${across(to)} y2=${up(to / rate)}></line>`;
}

/** The smallest and the largest workload. */
function inWords({ stage, points }: ScalingCurve): string {
  const ends = [points[0], points.at(-1)].map((point) =>
    point === undefined ? '' : `${threeDigits(point.medianMs)} ms for ${megabytes(point.bytes)}`,
  );
  return `${stage}: ${ends.join(' to ')}. The table has all numbers.`;
}

const megabytes = (bytes: number): string => `${threeDigits(bytes / 1e6)} MB`;

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-scaling': CamLensScaling;
  }
}
