import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Interval } from '../evaluation/bootstrap.ts';
import type { ExplanationSummary } from '../evaluation/summary.ts';
import type { StatisticName } from '../evaluation/statistics.ts';
import type { RunTables } from './run-tables.ts';
import { intervalInWords } from './run-words.ts';
import { card } from './styles/card.ts';
import { tableStyles } from './styles/table.ts';
import { tokens } from './styles/tokens.ts';

interface Column {
  readonly title: string;
  readonly meaning: string;
  readonly of: (summary: ExplanationSummary) => readonly [mean: number, interval: Interval] | undefined;
}

/** Method by method what was measured besides boxes, with intervals; nothing where nothing was. */
export class CamLensMeasuresTable extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      .foot {
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) tables: RunTables | undefined;
  #columns: readonly Column[] = [];

  protected override willUpdate(): void {
    this.#columns = this.tables === undefined ? [] : columnsOf(this.tables);
    // Without a table it must not take up the room between two others.
    this.hidden = this.#columns.length === 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    const columns = this.#columns;
    if (this.tables === undefined || columns.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Besides boxes</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">Method</th>
              ${columns.map(({ title, meaning }) => html`<th scope="col"><abbr title=${meaning}>${title}</abbr></th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.tables.methods.map(
              ({ name, title, summary }) =>
                html`<tr data-row=${name}>
                  <th scope="row">${title}</th>
                  ${columns.map((column) => cell(column.of(summary)))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="quiet foot">
        ↑ the higher the better, ↓ the lower. Below each mean: its 95 % interval. “Random” columns: rank correlation
        with the maps of a network whose weights are random from the classifier down; a map that keeps near 1 does not
        depend on what the network has learned.
      </p>
    </section>`;
  }
}

function columnsOf({ summary: { statistics }, methods }: RunTables): readonly Column[] {
  const means = Object.entries(statistics).map(([name, { title, unit, better }]): Column => {
    const statistic = name as StatisticName;
    return {
      title: `${title} ${better === 'higher' ? '↑' : '↓'}`,
      meaning: `${unit}, 0 to 1; ${better} is better`,
      of: (summary) => pair(summary[statistic], summary.interval95[statistic]),
    };
  });
  const levels = new Set(methods.flatMap(({ summary }) => summary.randomisation?.map(({ level }) => level) ?? []));
  const random = [...levels].map((name, i): Column => ({
    title: `Random: ${i === 0 ? '' : '+ '}${name} ↓`,
    meaning: 'Spearman’s rank correlation, −1 to 1, with the map before',
    of: ({ randomisation }) => {
      const found = randomisation?.find(({ level }) => level === name);
      return pair(found?.correlation, found?.interval95);
    },
  }));
  return [...means, ...random];
}

function pair(mean: number | undefined, interval: Interval | undefined): readonly [number, Interval] | undefined {
  return mean === undefined || interval === undefined ? undefined : [mean, interval];
}

function cell(value: readonly [number, Interval] | undefined): TemplateResult {
  if (value === undefined) return html`<td>–</td>`;
  const [mean, interval] = value;
  const format = (number: number): string => number.toFixed(3);
  return html`<td><span class="value">${format(mean)}</span><small>${intervalInWords(interval, format)}</small></td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-measures-table': CamLensMeasuresTable;
  }
}
