import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LocalisationStatistic } from '../../evaluation/localisation.ts';
import { isBoxed, type BoxedSummary, type CentreSummary } from '../../evaluation/summary.ts';
import { boxStyle } from '../../pipeline/recipe/box-colours.ts';
import { html } from '../shared/html.ts';
import { methodMark, methodTable, valueCell, type MethodColumn } from './method-table.ts';
import type { RunTables } from './run-tables.ts';
import { count, percentage } from './run-words.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';

interface Column extends MethodColumn {
  readonly statistic: LocalisationStatistic;
  readonly format: (value: number) => string;
}

const columns: readonly Column[] = [
  {
    statistic: 'meanIoU',
    title: 'Mean IoU',
    meaning: 'Mean intersection over union of the box with the true box',
    format: (value) => value.toFixed(3),
  },
  {
    statistic: 'corLoc',
    title: 'CorLoc, %',
    meaning: 'Share of pictures whose box has an IoU of 0.5 or more',
    format: percentage,
  },
  {
    statistic: 'top1Loc',
    title: 'Top-1, %',
    meaning: 'Share of pictures found whose true class is the network’s first',
    format: percentage,
  },
  {
    statistic: 'top5Loc',
    title: 'Top-5, %',
    meaning: 'Share of pictures found whose true class is among the first five',
    format: percentage,
  },
];

const chosenWords = {
  train: 'chosen on train',
  default: 'not chosen: the default',
  test: 'oracle: chosen on the reported pictures themselves',
} as const;

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

  #row(name: string, title: string, points: Points, at: string, isOracle: boolean): TemplateResult {
    const colour = name === 'centre' ? 'var(--edge)' : boxStyle(name).colour;
    const point = isOracle ? points.oracle : points.reported;
    return html`<tr class=${isOracle ? 'oracle' : ''} data-row=${isOracle ? `${name}:oracle` : name}>
      <th scope="row">
        ${methodMark(isOracle ? 'transparent' : colour)}${title}
        <small>${at} ${point.threshold.toFixed(2)}, ${chosenWords[point.chosenOn]}</small>
      </th>
      ${columns.map(({ statistic, format }) =>
        valueCell(point[statistic], isOracle ? undefined : points.interval95[statistic], format),
      )}
    </tr>`;
  }

  /** Of a data set without true boxes. */
  #boxless({ pictures, accuracy }: RunTables['summary']): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">How well the network classifies: ${count(pictures.test, 'picture')}</h2>
      <p>${accuracyInWords(accuracy)}</p>
      <p class="quiet foot">
        The data set has no true boxes, so nothing is said about where maps point. The measures of faithfulness are
        chosen above, before a run.
      </p>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { tables } = this;
    if (tables === undefined) return html``;
    const { summary } = tables;
    const methods = tables.methods.flatMap((method) => {
      const { summary: points } = method;
      return isBoxed(points) ? [{ ...method, summary: points }] : [];
    });
    if (methods.length === 0) return this.#boxless(summary);
    const { train, test } = summary.pictures;
    const centre = summary.centreBaseline;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">
        How well the boxes find the objects:
        ${count(test, 'picture')}${
          train === 0 ? '' : html`, the threshold chosen on ${count(train, 'other', 'others')}`
        }
      </h2>
      ${methodTable(columns, [
        ...methods.map((method) => this.#row(method.name, method.title, method.summary, 'threshold', false)),
        ...(centre === null ? [] : [this.#row('centre', 'Centre baseline', centre, 'a box of scale', false)]),
        ...methods.map((method) =>
          this.#row(method.name, `${method.title}, oracle`, method.summary, 'threshold', true),
        ),
      ])}
      <p class="quiet foot">
        Below each value: its 95 % interval, by resampling pictures
        (bootstrap)${this.rough ? '; approximate during the run' : ''}. The centre baseline is a box in the middle of
        every picture, whatever it shows.
        ${
          methods.some(({ convention }) => convention !== 'paper')
            ? html`In brackets after a method: the tool whose convention turns maps into heatmaps; without brackets, the
              paper’s.`
            : ''
        }
        ${accuracyInWords(summary.accuracy)}
      </p>
    </section>`;
  }
}

function accuracyInWords(accuracy: RunTables['summary']['accuracy']): TemplateResult | '' {
  if (accuracy === null) return '';
  return html`The network itself classifies ${percentage(accuracy.top1)} % of the pictures correctly, and
  ${percentage(accuracy.top5)} % have the true class among its first five.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-summary-table': CamLensSummaryTable;
  }
}
