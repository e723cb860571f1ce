import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, queryAll, state } from 'lit/decorators.js';
import { judged } from '../../datasets/problems.ts';
import { describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import type { CamLensChart } from './cam-lens-chart.ts';
import { EvaluationController } from './evaluation-controller.ts';
import type { EvaluationMeans } from './evaluation-means.ts';
import type { CamLensEvents, RunCommand } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { shownTables, type ShownTables } from './shown-tables.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import type { RunTables } from './run-tables.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { evaluationLayout } from './cam-lens-evaluation.styles.ts';
import { page } from '../shared/styles/page.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { TableMaker } from './table-maker.ts';
import { Unhurried } from './unhurried.ts';

type Detail<Name extends keyof CamLensEvents> = CustomEvent<CamLensEvents[Name]>;

type Records = readonly PictureRecord[];

const none: readonly string[] = [];
const noMethods: readonly MethodInfo[] = [];

/** Minimum time between updates of the results, in milliseconds. */
const betweenTables = 1000;

/**
 * The page for data sets: the data set, the options, the run, and its results as they arrive. Needs only `means`, the
 * machinery for runs.
 */
export class CamLensEvaluation extends LitElement {
  static override readonly styles = [tokens, button, page, evaluationLayout];

  @property({ attribute: false }) means: EvaluationMeans | undefined;

  /** Which pictures of the run are shown, as the fragment of an address; `cam-lens-link` says when it changes. */
  @property() link = '';

  @state() private tables: ShownTables | undefined;
  /** Why there are no tables, or why a file could not be made. */
  @state() private fault = '';
  /** Progress of the file that is being made; empty if there is none. */
  @state() private saving = '';
  /** Whether the visitor has opened the results of an earlier visit's run. */
  @state() private isOpen = false;
  @queryAll('cam-lens-chart') private readonly charts!: NodeListOf<CamLensChart>;

  readonly #run = new EvaluationController(this);
  readonly #tables = new Unhurried(() => this.#makeTables(), betweenTables);
  #tableMaker: TableMaker | undefined;
  /** Identifies the data that the tables were made from. */
  #shown = '';

  readonly #comparer = (): TableMaker => this.#maker;

  get #maker(): TableMaker {
    return (this.#tableMaker ??= new TableMaker());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tables.cancel();
    this.#tableMaker?.destroy();
    this.#tableMaker = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('means') && this.means !== undefined) void this.#run.begin(this.means);
    const { records, state: at, head } = this.#run;
    const wanted = `${head === undefined ? 'none' : records.length} ${at === 'idle'}`;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    // The final tables of a run are made at once.
    if (at === 'idle') this.#tables.now();
    else this.#tables.ask();
  }

  async #makeTables(): Promise<void> {
    const { head, records, state: at } = this.#run;
    this.fault = '';
    if (head === undefined || records.length === 0) this.tables = undefined;
    else {
      const isFinal = at === 'idle';
      const known = records.length;
      const made = await this.#make(head, records, isFinal);
      if (this.#run.head !== head) return;
      this.tables = made && shownTables(made, isFinal, known);
    }
  }

  /** Undefined if there is nothing to report yet, or an error occurred. */
  async #make(head: RunHead, records: Records, isFinal: boolean): Promise<RunTables | undefined> {
    try {
      return await this.#maker.make(head, records, isFinal);
    } catch (error) {
      this.fault = describeError(error).message;
      return undefined;
    }
  }

  #command(command: RunCommand): void {
    const does: Readonly<Record<RunCommand, () => unknown>> = {
      start: () => this.#run.start(),
      pause: () => this.#run.pause(),
      resume: () => this.#run.resume(),
      stop: () => this.#run.stop(),
      'start-anew': () => this.#run.startAnew(),
      'take-back': () => this.#run.takeBack(),
    };
    this.isOpen = command !== 'start-anew' && (this.isOpen || command === 'start');
    does[command]();
  }

  /** Why a run cannot be started or continued; empty if it can. */
  #obstacle(): string {
    const { model, given, head } = this.#run;
    if (model.failure !== '') return 'The network could not be loaded.';
    if (model.offer === undefined) return `${model.message || 'Loading the network'} …`;
    if (given.files.length === 0) return head === undefined ? 'Add a data set to start.' : 'Add its files again.';
    return '';
  }

  async #saveCharts(): Promise<void> {
    for (const element of this.charts) {
      const png = await element.toPng();
      if (png !== undefined) download(png, `cam-lens-${element.chart?.name ?? 'chart'}.png`);
    }
  }

  /** Makes and saves a file, one at a time, with the exact intervals. */
  async #save(kind: RunFileKind): Promise<void> {
    const { head, isFromBefore, problems, given } = this.#run;
    if (head === undefined || this.saving !== '') return;
    const { name } = runFiles[kind];
    this.saving = `Making ${name}`;
    this.fault = '';
    try {
      const made = await this.#maker.file(
        kind,
        {
          head,
          // Problems that arrive meanwhile belong to the next file.
          records: [...this.#run.records],
          // The problems of an earlier visit's run are not stored; they are found again when its files are given.
          problems: isFromBefore ? null : judged(problems),
          files: given.files,
        },
        (message) => (this.saving = message),
      );
      download(made, name);
    } catch (error) {
      this.fault = `${name} could not be made. ${describeError(error).message}`;
    } finally {
      this.saving = '';
    }
  }

  #exports(): TemplateResult {
    const button = (kind: string, title: string, save: () => unknown): TemplateResult =>
      html`<button
        type="button"
        class="button"
        data-export=${kind}
        ?disabled=${this.saving !== ''}
        @click=${() => void save()}
      >
        ${title}
      </button>`;
    const kinds = Object.entries(runFiles) as [RunFileKind, (typeof runFiles)[RunFileKind]][];
    return html`<div class="exports" role="group" aria-label="Export">
      ${kinds.map(([kind, { title }]) => button(kind, title, () => this.#save(kind)))}
      ${button('png', 'Save charts as PNG', () => this.#saveCharts())}
      <p class="quiet" role="status">${this.saving === '' ? '' : `${this.saving} …`}</p>
    </div>`;
  }

  #results(tables: ShownTables): TemplateResult {
    const { head, pictures, records, given } = this.#run;
    return html`<section class="results" aria-label="Results">
      <cam-lens-summary-table .tables=${tables} ?rough=${!tables.isFinal}></cam-lens-summary-table>
      <cam-lens-measures-table .tables=${tables}></cam-lens-measures-table>
      ${this.#exports()}
      <div class="charts">${tables.charts.map((chart) => html`<cam-lens-chart .chart=${chart}></cam-lens-chart>`)}</div>
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
    if (isFromBefore && !this.isOpen && records.length > 0) {
      return html`<button type="button" class="button" data-open @click=${() => (this.isOpen = true)}>
        Show the results of the run stored on this device
      </button>`;
    }
    if (this.tables !== undefined) return this.#results(this.tables);
    const waits = at === 'running' || at === 'paused';
    return head !== undefined && waits ? html`<p class="quiet">Results appear with the first pictures.</p>` : '';
  }

  #comparison(isIdle: boolean): TemplateResult | '' {
    const { head, records, isFromBefore, given, model } = this.#run;
    if (!isIdle) return '';
    return html`<cam-lens-comparison
      .comparer=${this.#comparer}
      .head=${head}
      .records=${records}
      .known=${isFromBefore && !this.isOpen ? 0 : (this.tables?.isFinal ?? false) ? records.length : 0}
      .files=${given.files}
      .methods=${model.offer?.methods ?? noMethods}
    ></cam-lens-comparison>`;
  }

  #problems(): TemplateResult | '' {
    const { head, isFromBefore, problems, state: at } = this.#run;
    const areKnown = problems.size > 0 || (!isFromBefore && (head !== undefined || at !== 'idle'));
    return areKnown ? html`<cam-lens-problems .problems=${problems} .known=${problems.size}></cam-lens-problems>` : '';
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    const isIdle = run.state === 'idle';
    return html`<div
      class="page"
      @cam-lens-given=${({ detail }: Detail<'cam-lens-given'>) => run.give(detail.files, detail.format)}
      @cam-lens-run-change=${({ detail }: Detail<'cam-lens-run-change'>) => run.choose(detail)}
      @cam-lens-retry=${() => void run.load()}
      @cam-lens-link=${({ detail }: Detail<'cam-lens-link'>) => (this.link = detail.link)}
      @cam-lens-run=${({ detail }: Detail<'cam-lens-run'>) => this.#command(detail.command)}
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
          <cam-lens-run-options
            .settings=${run.head?.settings ?? run.settings}
            .info=${run.model.offer}
            ?fixed=${!isIdle || run.head !== undefined}
          ></cam-lens-run-options>
        </div>
        <cam-lens-run-status
          .state=${run.state}
          ?begun=${run.head !== undefined}
          ?finished=${run.isFinished}
          ?from-before=${run.isFromBefore}
          .obstacle=${this.#obstacle()}
          ?unloaded=${run.model.failure !== ''}
          .failure=${run.failure || run.model.failure}
          .unkept=${run.unkept}
          .measured=${run.records.length}
          .total=${run.total}
          .perSecond=${run.pace.perSecond(performance.now())}
          .parts=${run.parts}
          .info=${run.head?.info}
        ></cam-lens-run-status>
        ${this.fault === '' ? '' : html`<p class="fault" role="alert">${this.fault}</p>`} ${this.#below()}
        ${this.#comparison(isIdle)} ${this.#problems()}
      </main>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-evaluation': CamLensEvaluation;
  }
}
