import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, queryAll } from 'lit/decorators.js';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { Chart } from './chart-options.ts';
import type { CamLensChart } from './cam-lens-chart.ts';
import { EvaluationController } from './evaluation-controller.ts';
import type { EvaluationMeans } from './evaluation-means.ts';
import type { CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { runCharts } from './run-charts.ts';
import { RunResults } from './run-results.ts';
import { exportsView, obstacleOf, optionsView, problemsView, statusView } from './run-views.ts';
import { englishRun } from './run-strings.en.ts';
import type { ShownTables } from './shown-tables.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { evaluationLayout } from './cam-lens-evaluation.styles.ts';
import { page } from '../shared/styles/page.ts';
import { tokens } from '../shared/styles/tokens.ts';
import type { TableMaker } from './table-maker.ts';

type Detail<Name extends keyof CamLensEvents> = CustomEvent<CamLensEvents[Name]>;

const none: readonly string[] = [];
const noMethods: readonly MethodInfo[] = [];

/**
 * The page for data sets: the data set, the options, the run, and its results as they arrive. Needs only `means`, the
 * machinery for runs.
 */
export class CamLensEvaluation extends LitElement {
  static override readonly styles = [tokens, button, page, evaluationLayout];

  @property({ attribute: false }) means: EvaluationMeans | undefined;

  /** Which pictures of the run are shown, as the fragment of an address; `cam-lens-link` says when it changes. */
  @property() link = '';

  @queryAll('cam-lens-chart') private readonly charts!: NodeListOf<CamLensChart>;

  readonly #run = new EvaluationController(this);
  readonly #results = new RunResults(this, this.#run);

  #charts: { readonly of: ShownTables; readonly all: readonly Chart[] } | undefined;

  readonly #comparer = (): TableMaker => this.#results.maker;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('means') || this.means === undefined) return;
    void this.#run.open(this.means);
    void this.#run.load();
  }

  async #saveCharts(): Promise<void> {
    for (const element of this.charts) {
      const png = await element.toPng();
      if (png !== undefined) download(png, `cam-lens-${element.chart?.name ?? 'chart'}.png`);
    }
  }

  async #save(kind: RunFileKind): Promise<void> {
    const file = await this.#results.file(kind);
    if (file !== undefined) download(file, runFiles[kind].name);
  }

  /** The same objects for the same tables, so that nothing is redrawn. */
  #chartsOf(tables: ShownTables): readonly Chart[] {
    if (this.#charts?.of !== tables) this.#charts = { of: tables, all: runCharts(tables) };
    return this.#charts.all;
  }

  #tables(tables: ShownTables): TemplateResult {
    const { head, pictures, records, given } = this.#run;
    const { saving } = this.#results;
    return html`<section class="results" aria-label="Results">
      <cam-lens-summary-table .tables=${tables} ?rough=${!tables.isFinal}></cam-lens-summary-table>
      <cam-lens-measures-table .tables=${tables}></cam-lens-measures-table>
      ${exportsView(saving, englishRun.results, (kind) => this.#save(kind), [['png', 'Save charts as PNG', () => this.#saveCharts()]])}
      <div class="charts">
        ${this.#chartsOf(tables).map((chart) => html`<cam-lens-chart .chart=${chart}></cam-lens-chart>`)}
      </div>
      <cam-lens-gallery .pictures=${pictures} .head=${head} .records=${records.length}></cam-lens-gallery>
      <cam-lens-all-pictures
        .head=${head}
        .records=${records}
        .known=${tables.known}
        .files=${given.files}
        .link=${this.link}
      ></cam-lens-all-pictures>
      ${
        tables.classes.length === 0
          ? ''
          : html`<cam-lens-class-table
              .rows=${tables.classes}
              .methods=${tables.titles}
              .classes=${head?.info.classes ?? none}
            ></cam-lens-class-table>`
      }
    </section>`;
  }

  #below(): TemplateResult | '' {
    const { head, records, isFromBefore, state: at } = this.#run;
    const { tables, isOpen } = this.#results;
    if (isFromBefore && !isOpen && records.length > 0) {
      return html`<button type="button" class="button" data-open @click=${() => this.#results.open()}>
        Show the results of the run stored on this device
      </button>`;
    }
    if (tables !== undefined) return this.#tables(tables);
    const waits = at === 'running' || at === 'paused';
    return head !== undefined && waits ? html`<p class="quiet">Results appear with the first pictures.</p>` : '';
  }

  #comparison(isIdle: boolean): TemplateResult | '' {
    const { head, records, isFromBefore, given, model } = this.#run;
    const { tables, isOpen } = this.#results;
    if (!isIdle) return '';
    return html`<cam-lens-comparison
      .comparer=${this.#comparer}
      .head=${head}
      .records=${records}
      .known=${isFromBefore && !isOpen ? 0 : (tables?.isFinal ?? false) ? records.length : 0}
      .files=${given.files}
      .methods=${model.offer?.methods ?? noMethods}
    ></cam-lens-comparison>`;
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    const isIdle = run.state === 'idle';
    const { fault } = this.#results;
    return html`<div
      class="page"
      @cam-lens-given=${({ detail }: Detail<'cam-lens-given'>) => run.give(detail.files, detail.format)}
      @cam-lens-run-change=${({ detail }: Detail<'cam-lens-run-change'>) => run.choose(detail)}
      @cam-lens-retry=${() => void run.load()}
      @cam-lens-link=${({ detail }: Detail<'cam-lens-link'>) => (this.link = detail.link)}
      @cam-lens-run=${({ detail }: Detail<'cam-lens-run'>) => this.#results.command(detail.command)}
    >
      <cam-lens-masthead page="evaluate">
        <cam-lens-theme></cam-lens-theme>
        <p slot="intro">
          How well do the boxes find the objects? Give a data set with true boxes: every picture is explained, each box
          is compared with the true one by intersection over union (IoU), and the tables update during the run. Pictures
          without boxes, in folders named by class, are enough for accuracy and for measures of faithfulness.
        </p>
      </cam-lens-masthead>
      <main>
        <div class="setup">
          <cam-lens-data-set .given=${run.given} ?disabled=${!isIdle}></cam-lens-data-set>
          ${optionsView(run)}
        </div>
        ${statusView(run, obstacleOf(run, englishRun))}
        ${fault === undefined ? '' : html`<p class="fault" role="alert">${fault.message}</p>`} ${this.#below()}
        ${this.#comparison(isIdle)} ${problemsView(run)}
      </main>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-evaluation': CamLensEvaluation;
  }
}
