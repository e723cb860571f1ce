import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LocalisationStatistic } from '../../evaluation/localisation.ts';
import { isBoxed } from '../../evaluation/is-boxed.ts';
import type { BoxedSummary, CentreSummary } from '../../evaluation/summary.ts';
import { boxStyle } from '../../pipeline/recipe/box-colours.ts';
import { html } from '../shared/html.ts';
import { methodMark, methodTable, valueCell } from './method-table.ts';
import type { RunTables } from './run-tables.ts';
import type { ResultStrings } from './run-strings.ts';
import { runStrings } from './spoken-run.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';

interface Column {
  readonly statistic: LocalisationStatistic;
  readonly format: (value: number, words: ResultStrings) => string;
}

const decimal: Column['format'] = (value, words) => words.decimal(value, 3);
const percentage: Column['format'] = (value, words) => words.decimal(100 * value, 1);

const columns: readonly Column[] = [
  { statistic: 'meanIoU', format: decimal },
  { statistic: 'corLoc', format: percentage },
  { statistic: 'top1Loc', format: percentage },
  { statistic: 'top5Loc', format: percentage },
];

type Points = Pick<BoxedSummary | CentreSummary, 'reported' | 'oracle' | 'interval95'>;

/** The localisation results of each method, with intervals, the centre baseline and the oracle. */
export class CamLensSummaryTable extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      tr.oracle > * {
        color: var(--soft);
      }
      th small {
        white-space: normal;
      }
      @media (max-width: 480px) {
        th[scope='row'],
        td small {
          white-space: normal;
        }
        th[scope='row'] {
          min-width: 138px;
        }
      }
    `,
  ];

  @property({ attribute: false }) tables: RunTables | undefined;
  /** Whether the intervals are approximate, because a run is in progress. */
  @property({ type: Boolean }) rough = false;

  readonly #spoken = new SpokenStrings(this, runStrings);

  #row(name: string, title: string, points: Points, at: (value: string) => string, isOracle: boolean): TemplateResult {
    const words = this.#spoken.strings.results;
    const colour = name === 'centre' ? 'var(--edge)' : boxStyle(name).colour;
    const point = isOracle ? points.oracle : points.reported;
    return html`<tr class=${isOracle ? 'oracle' : ''} data-row=${isOracle ? `${name}:oracle` : name}>
      <th scope="row">
        ${methodMark(isOracle ? 'transparent' : colour)}${title}
        <small>${at(words.decimal(point.threshold, 2))}, ${words.boxes.chosenOn[point.chosenOn]}</small>
      </th>
      ${columns.map(({ statistic, format }) =>
        valueCell(
          point[statistic],
          isOracle ? undefined : points.interval95[statistic],
          (value) => format(value, words),
          words,
        ),
      )}
    </tr>`;
  }

  /** Of a data set without true boxes. */
  #boxless({ pictures, accuracy }: RunTables['summary'], words: ResultStrings): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.boxless.title(pictures.test)}</h2>
      <p>${accuracyInWords(accuracy, words)}</p>
      <p class="quiet foot">${words.boxless.about}</p>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { tables } = this;
    if (tables === undefined) return html``;
    const words = this.#spoken.strings.results;
    const { boxes } = words;
    const titled = columns.map(({ statistic }) => boxes[statistic]);
    const { summary } = tables;
    const methods = tables.methods.flatMap((method) => {
      const { summary: points } = method;
      return isBoxed(points) ? [{ ...method, summary: points }] : [];
    });
    if (methods.length === 0) return this.#boxless(summary, words);
    const { train, test } = summary.pictures;
    const centre = summary.centreBaseline;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${boxes.title(test, train)}</h2>
      ${methodTable(
        titled,
        [
          ...methods.map((method) => this.#row(method.name, method.title, method.summary, boxes.threshold, false)),
          ...(centre === null ? [] : [this.#row('centre', boxes.centre, centre, boxes.scale, false)]),
          ...methods.map((method) =>
            this.#row(method.name, boxes.oracle(method.title), method.summary, boxes.threshold, true),
          ),
        ],
        words,
      )}
      <p class="quiet foot">
        ${boxes.about(this.rough)} ${methods.some(({ convention }) => convention !== 'paper') ? boxes.brackets : ''}
        ${accuracyInWords(summary.accuracy, words)}
      </p>
    </section>`;
  }
}

function accuracyInWords(accuracy: RunTables['summary']['accuracy'], words: ResultStrings): string {
  return accuracy === null ? '' : words.accuracy(accuracy.top1, accuracy.top5);
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-summary-table': CamLensSummaryTable;
  }
}
