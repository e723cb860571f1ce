import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Box } from '../../pipeline/types.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { boxCorners, percent } from '../shared/words.ts';

/**
 * Every box in numbers: corners, IoU with the true box, share of the picture; each can be switched on and off.
 *
 * @fires cam-lens-box - a box was switched
 */
export class CamLensResults extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      .scroll {
        margin: 0 -4px;
        padding: 0 4px;
        min-height: 152px;
      }
      table {
        --gap: 10px;
      }
      thead th {
        padding-top: 0;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        cursor: pointer;
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--stroke);
      }
      svg {
        width: 22px;
        height: 3px;
        flex: none;
        overflow: visible;
      }
      .foot {
        margin-top: 12px;
        min-height: 2.9em;
      }
      .corners {
        font-size: var(--small);
        white-space: normal;
      }
      .corners span {
        display: inline-block;
        white-space: nowrap;
      }
      th[scope='row'] {
        min-width: 130px;
        white-space: normal;
      }
      @media (max-width: 480px) {
        th[scope='row'] {
          min-width: 0;
        }
        svg {
          display: none;
        }
        .corners {
          font-size: 0.75rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) marks: readonly BoxMark[] = [];
  /** Keys of the boxes that are not drawn. */
  @property({ attribute: false }) hiddenMarks: ReadonlySet<string> = new Set();
  @property({ type: Number }) threshold = 0;
  /** Whether a true box is known for the picture. */
  @property({ type: Boolean }) judged = false;

  #row({ key, title, box, iou, share, stroke }: BoxMark): TemplateResult {
    return html`<tr data-box=${key}>
      <th scope="row">
        <label .style=${`--stroke: ${stroke.colour}`}>
          <input
            type="checkbox"
            .checked=${!this.hiddenMarks.has(key)}
            aria-label="Draw: ${title}"
            @change=${(event: Event) =>
              emit(this, 'cam-lens-box', { key, visible: (event.target as HTMLInputElement).checked })}
          />
          <svg viewBox="0 0 22 3" aria-hidden="true">
            <line
              x2="22"
              y1="1.5"
              y2="1.5"
              stroke=${stroke.colour}
              stroke-width="3"
              stroke-dasharray=${stroke.dashes}
            />
          </svg>
          ${title}
        </label>
      </th>
      <td class="corners">${box === null ? 'no box' : corners(box)}</td>
      <td>${share === undefined ? '–' : percent(share)}</td>
      <td class="value">${iou === undefined ? '–' : iou.toFixed(3)}</td>
    </tr>`;
  }

  protected override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Boxes at threshold ${this.threshold.toFixed(2)}</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">Box</th>
              <th scope="col">Corners in pixels</th>
              <th scope="col">Area</th>
              <th scope="col"><abbr title="Intersection over union with the true box">IoU</abbr></th>
            </tr>
          </thead>
          <tbody>
            ${this.marks.map((mark) => this.#row(mark))}
          </tbody>
        </table>
      </div>
      <p class="quiet foot">
        ${
          this.judged
            ? 'IoU: the area shared with the true box, over the area of both together. 1 is a perfect fit; 0.5 counts as found.'
            : 'No true box is known for this picture, so there is nothing to compare the boxes with.'
        }
      </p>
    </section>`;
  }
}

/** The two corners, with a possible line break between them. */
function corners(box: Box): TemplateResult {
  const [first, second] = boxCorners(box);
  return html`<span>${first}</span> <span>→&nbsp;${second}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-results': CamLensResults;
  }
}
