import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ClassRow } from '../../evaluation/class-table.ts';
import { html } from '../shared/html.ts';
import { percentage } from './run-words.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** A column: its heading, its sort key and its content. */
interface Column {
  readonly title: string;
  readonly valueOf: (row: ClassRow) => number | string | null;
  readonly format: (row: ClassRow) => string;
}

/** Accuracy of the network, and results of each method, per class; a click on a heading sorts. */
export class CamLensClassTable extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      .scroll {
        max-height: 420px;
        overflow-y: auto;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--surface);
      }
      button {
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      button:hover {
        color: var(--ink);
      }
      [aria-sort$='ending'] button {
        color: var(--ink);
        font-weight: 600;
      }
      .arrow {
        display: inline-block;
        width: 1em;
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly ClassRow[] = [];
  /** Titles of the methods, in the order of the rows' columns. */
  @property({ attribute: false }) methods: readonly string[] = [];
  /** Names of all classes, by index. */
  @property({ attribute: false }) classes: readonly string[] = [];

  @state() private sortedBy = 0;
  @state() private descending = false;

  #columns(): readonly Column[] {
    const nameOf = (row: ClassRow): string => this.classes[row.class] ?? `class ${row.class}`;
    return [
      { title: 'Class', valueOf: nameOf, format: nameOf },
      {
        title: 'Pictures',
        valueOf: ({ pictures }) => pictures,
        format: ({ pictures }) => pictures.toLocaleString('en'),
      },
      {
        title: 'Top-1 accuracy %',
        valueOf: ({ top1 }) => top1,
        format: ({ top1 }) => percentage(top1),
      },
      {
        title: 'Top-5 accuracy %',
        valueOf: ({ top5 }) => top5,
        format: ({ top5 }) => percentage(top5),
      },
      ...this.methods.flatMap((method, i): Column[] => [
        {
          title: `${method}, mean IoU`,
          valueOf: ({ columns }) => columns[i]?.meanIoU ?? null,
          format: ({ columns }) => columns[i]?.meanIoU.toFixed(3) ?? '–',
        },
        {
          title: `${method}, CorLoc %`,
          valueOf: ({ columns }) => columns[i]?.corLoc ?? null,
          format: ({ columns }) => (columns[i] ? percentage(columns[i].corLoc) : '–'),
        },
      ]),
    ];
  }

  /** Sorts by a column, numbers from the largest; the same heading again reverses the order. */
  #sort(index: number): void {
    this.descending = index === this.sortedBy ? !this.descending : index > 0;
    this.sortedBy = index;
  }

  protected override render(): TemplateResult {
    const columns = this.#columns();
    const by = columns[this.sortedBy] ?? columns[0];
    const sorted = this.rows.toSorted((a, b) => {
      const order = compare(by?.valueOf(a) ?? null, by?.valueOf(b) ?? null);
      return this.descending ? -order : order;
    });
    const direction = this.descending ? 'descending' : 'ascending';
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">By class</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              ${columns.map(({ title }, index) => {
                const isSorted = index === this.sortedBy;
                return html`<th scope="col" aria-sort=${isSorted ? direction : 'none'}>
                  <button type="button" @click=${() => this.#sort(index)}>
                    ${title}<span class="arrow" aria-hidden="true"
                      >${isSorted ? (this.descending ? '↓' : '↑') : ''}</span
                    >
                  </button>
                </th>`;
              })}
            </tr>
          </thead>
          <tbody>
            ${sorted.map(
              (row) =>
                html`<tr>
                  ${columns.map(({ format }, index) =>
                    index === 0 ? html`<th scope="row">${format(row)}</th>` : html`<td>${format(row)}</td>`,
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}

/** Texts in locale order, numbers by size, missing values first. */
function compare(a: number | string | null, b: number | string | null): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en');
  return Number(a ?? -1) - Number(b ?? -1);
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-class-table': CamLensClassTable;
  }
}
