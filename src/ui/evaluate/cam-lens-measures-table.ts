import { LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { ExplanationSummary } from '../../evaluation/summary.ts';
import type { SetStatisticName, Statistic, StatisticName } from '../../evaluation/statistics.ts';
import { boxColour } from '../../pipeline/recipe/box-colours.ts';
import { capitalized } from '../../report/capitalized.ts';
import { html } from '../shared/html.ts';
import { methodMark, methodTable, valueCell, type MethodColumn } from './method-table.ts';
import { own } from '../../own.ts';
import type { ResultStrings } from './run-strings.ts';
import { runStrings } from './spoken-run.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
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
  readonly #spoken = new SpokenStrings(this, runStrings);
  #columns: readonly Column[] = [];

  protected override willUpdate(): void {
    this.#columns = this.tables === undefined ? [] : columnsOf(this.tables, this.#spoken.strings.results.measures);
    // Without a table it must not take up space between two others.
    this.hidden = this.#columns.length === 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    const columns = this.#columns;
    const words = this.#spoken.strings.results;
    const { title: heading, about, randomAbout } = words.measures;
    if (this.tables === undefined || columns.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${heading}</h2>
      ${methodTable(
        columns,
        this.tables.methods.map(
          ({ name, title, summary }) =>
            html`<tr data-row=${name}>
              <th scope="row">${methodMark(boxColour(name))}${title}</th>
              ${columns.map((column) => valueCell(...column.of(summary), (value) => words.decimal(value, 3), words))}
            </tr>`,
        ),
        words,
      )}
      <p class="quiet foot">${about} ${columns.some(({ isRandom }) => isRandom) ? randomAbout : ''}</p>
    </section>`;
  }
}

function columnsOf(
  { summary: { statistics }, methods }: RunTables,
  words: ResultStrings['measures'],
): readonly Column[] {
  const means = Object.entries(statistics).map(([name, given]): Column => {
    const statistic = name as StatisticName | SetStatisticName;
    const { title, unit, range }: Pick<Statistic, 'title' | 'unit' | 'range'> = own(words.statistics, name) ?? given;
    const { better } = given;
    return {
      title: `${capitalized(title)} ${better === 'higher' ? '↑' : '↓'}`,
      meaning: words.meaning(unit, range, better),
      isRandom: false,
      of: (summary) => [summary[statistic], summary.interval95[statistic]],
    };
  });
  const levels = new Set(methods.flatMap(({ summary }) => summary.randomisation?.map(({ level }) => level) ?? []));
  const random = [...levels].map((name, i): Column => ({
    title: `${words.random(name, i === 0)} ↓`,
    meaning: words.randomMeaning,
    isRandom: true,
    of: ({ randomisation }) => {
      const found = randomisation?.find(({ level }) => level === name);
      return [found?.correlation, found?.interval95];
    },
  }));
  return [...means, ...random];
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-measures-table': CamLensMeasuresTable;
  }
}
