import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { BenchmarkResult, StageRow } from '../../benchmark/result/benchmark-result.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { percent, threeDigits } from '../shared/words.ts';
import { sortedStages, stageColumns, stageNotes, type StageColumnName, type StageOrder } from './stage-rows.ts';

const columnNames = Object.keys(stageColumns) as readonly StageColumnName[];

/** Every stage on every workload, sorted by the column that the visitor chooses. */
export class CamLensStageTable extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      table {
        --gap: 14px;
      }
      th:nth-child(2),
      td:nth-child(2) {
        text-align: start;
      }
      thead button {
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: inherit;
        cursor: pointer;
      }
      thead button:hover {
        color: var(--ink);
      }
      [aria-sort]:not([aria-sort='none']) button {
        color: var(--ink);
        font-weight: 600;
      }
      meter {
        width: 64px;
        height: 10px;
        vertical-align: middle;
      }
      .notes {
        color: var(--warn);
        white-space: normal;
      }
    `,
  ];

  @property({ attribute: false }) result: BenchmarkResult | undefined;
  @state() private order: StageOrder | undefined;

  #sortBy(column: StageColumnName): void {
    const isDescending = this.order?.column === column ? !this.order.isDescending : false;
    this.order = { column, isDescending };
  }

  #head(): TemplateResult[] {
    return columnNames.map((name) => {
      const isChosen = this.order?.column === name;
      const direction = this.order?.isDescending === true ? 'descending' : 'ascending';
      return html`<th scope="col" aria-sort=${isChosen ? direction : 'none'}>
        <button type="button" title=${stageColumns[name].meaning} @click=${() => this.#sortBy(name)}>
          ${stageColumns[name].title} <span aria-hidden="true">${isChosen ? arrows[direction] : ''}</span>
        </button>
      </th>`;
    });
  }

  #row(row: StageRow): TemplateResult {
    const { stage, workload, outcome } = row;
    const notes = stageNotes(row);
    const cells =
      outcome.status === 'measured'
        ? html`<td>
              ${threeDigits(outcome.medianMs)}<small
                >${threeDigits(outcome.interval[0])} – ${threeDigits(outcome.interval[1])}</small
              >
            </td>
            <td>${threeDigits(outcome.p5Ms)} – ${threeDigits(outcome.p95Ms)}</td>
            <td>${threeDigits(outcome.gigabytesPerSecond)}</td>
            <td>${threeDigits(outcome.gigaflopsPerSecond)}</td>
            <td>
              <meter min="0" max="1" value=${Math.min(1, outcome.share)} aria-hidden="true"></meter>
              ${percent(outcome.share)}
            </td>
            <td>${outcome.bound}</td>`
        : html`<td colspan="6"></td>`;
    return html`<tr data-stage=${stage}>
      <th scope="row">${stage}</th>
      <td>${workload}${notes === '' ? '' : html`<small class="notes">${notes}</small>`}</td>
      ${cells}
    </tr>`;
  }

  protected override render(): TemplateResult {
    const { result, order } = this;
    if (result === undefined) return html``;
    const rows = order === undefined ? result.stages : sortedStages(result.stages, order);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Every stage, checked against its reference before it was timed</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              ${this.#head()}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.#row(row))}
          </tbody>
        </table>
      </div>
      <p class="quiet foot">
        Below each median: its 95 % interval (bootstrap). GB/s and GFLOP/s count what a stage cannot avoid. More than
        100 % of a ceiling means that the data fit into a cache. Noisy: the budget ended before the interval was narrow.
        Drifting: the speed of the machine changed meanwhile.
      </p>
    </section>`;
  }
}

const arrows = { ascending: '▲', descending: '▼' } as const;

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-stage-table': CamLensStageTable;
  }
}
