import { LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { ExplanationSummary } from '../../evaluation/summary.ts';
import type { SetStatisticName, StatisticName } from '../../evaluation/statistics.ts';
import { boxColour } from '../../pipeline/recipe/box-colours.ts';
import { capitalized } from '../../report/capitalized.ts';
import { html } from '../shared/html.ts';
import { methodMark, methodTable, valueCell, type MethodColumn } from './method-table.ts';
import type { RunTables } from './run-tables.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';

interface Column extends MethodColumn {
  readonly isRandom: boolean;
  readonly of: (summary: ExplanationSummary) => readonly [mean: number | undefined, interval: Interval | undefined];
}

/** The measures other than boxes, per method, with intervals; empty if there are none. */
export class CamLensMeasuresTable extends LitElement {
  static override readonly styles = [tokens, card, tableStyles];

  @property({ attribute: false }) tables: RunTables | undefined;
  #columns: readonly Column[] = [];

  protected override willUpdate(): void {
    this.#columns = this.tables === undefined ? [] : columnsOf(this.tables);
    // Without a table it must not take up space between two others.
    this.hidden = this.#columns.length === 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    const columns = this.#columns;
    if (this.tables === undefined || columns.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Besides boxes</h2>
      ${methodTable(
        columns,
        this.tables.methods.map(
          ({ name, title, summary }) =>
            html`<tr data-row=${name}>
              <th scope="row">${methodMark(boxColour(name))}${title}</th>
              ${columns.map((column) => valueCell(...column.of(summary), threeDigits))}
            </tr>`,
        ),
      )}
      <p class="quiet foot">
        ↑ higher is better, ↓ lower is better. Below each mean: its 95 % interval.
        ${
          columns.some(({ isRandom }) => isRandom)
            ? html`“Random” columns: rank correlation with the maps of a network whose weights are randomised from the
              classifier down; a map that stays near 1 does not depend on what the network has learned.`
            : ''
        }
      </p>
    </section>`;
  }
}

function columnsOf({ summary: { statistics }, methods }: RunTables): readonly Column[] {
  const means = Object.entries(statistics).map(([name, { title, unit, range = '0 to 1', better }]): Column => {
    const statistic = name as StatisticName | SetStatisticName;
    return {
      title: `${capitalized(title)} ${better === 'higher' ? '↑' : '↓'}`,
      meaning: `${unit}, ${range}; ${better} is better`,
      isRandom: false,
      of: (summary) => [summary[statistic], summary.interval95[statistic]],
    };
  });
  const levels = new Set(methods.flatMap(({ summary }) => summary.randomisation?.map(({ level }) => level) ?? []));
  const random = [...levels].map((name, i): Column => ({
    title: `Random: ${i === 0 ? '' : '+ '}${name} ↓`,
    meaning: 'Spearman’s rank correlation, −1 to 1, with the map before',
    isRandom: true,
    of: ({ randomisation }) => {
      const found = randomisation?.find(({ level }) => level === name);
      return [found?.correlation, found?.interval95];
    },
  }));
  return [...means, ...random];
}

function threeDigits(value: number): string {
  return value.toFixed(3);
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-measures-table': CamLensMeasuresTable;
  }
}
