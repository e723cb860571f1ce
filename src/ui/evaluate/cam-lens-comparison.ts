import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { NamedFile } from '../../datasets/folder-source.ts';
import { describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { ComparedStatistic } from '../../evaluation/series.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import type { CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { comparisonLayout } from './cam-lens-comparison.styles.ts';
import type { ScatterPoint } from './cam-lens-scatter.ts';
import type { ComparedPicture, ComparisonOffer, MadeComparison } from './comparing.ts';
import { ComparedPictures } from './compared-pictures.ts';
import { openedResults } from './opened-results.ts';
import { comparisonTable } from './comparison-table.ts';
import { seriesMethod, seriesTitle } from './series-title.ts';
import { pictureTile, tileStyles } from './picture-tile.ts';
import type { TableMaker } from './table-maker.ts';

/** The part of `TableMaker` that compares. */
export type Comparer = Pick<TableMaker, 'open' | 'close' | 'offer' | 'compare' | 'pictures'>;

const thisRun = 'this run';
const nothing: ComparisonOffer = { series: [], runs: [], remarks: [] };

interface Picked {
  readonly comparison: MadeComparison;
  readonly statistic: ComparedStatistic;
  readonly pictures: readonly ComparedPicture[];
  /** Of `pictures`. */
  readonly points: readonly ScatterPoint[];
}

/** Compares explanations of this run, and of results that were saved before, picture by picture. */
export class CamLensComparison extends LitElement {
  static override readonly styles = [
    tokens,
    boxStyles,
    button,
    card,
    controlStyles,
    tableStyles,
    tileStyles,
    comparisonLayout,
  ];

  /** Makes or returns what compares. */
  @property({ attribute: false }) comparer: (() => Comparer) | undefined;
  @property({ attribute: false }) head: RunHead | undefined;
  /** Of the run; read when `known` changes. */
  @property({ attribute: false }) records: readonly PictureRecord[] = [];
  /** Their number, once no run is in progress; until then, 0. */
  @property({ type: Number }) known = 0;
  /** What was given on this visit: pictures among it can be shown and explained. */
  @property({ attribute: false }) files: readonly NamedFile[] = [];
  /** Titles of methods. */
  @property({ attribute: false }) methods: readonly Pick<MethodInfo, 'name' | 'title'>[] = [];

  @state() private offer = nothing;
  @state() private chosen: ReadonlySet<number> = new Set();
  @state() private comparisons: readonly MadeComparison[] = [];
  @state() private picked: Picked | undefined;
  @state() private fault = '';
  @state() private isBusy = false;

  /** Whether a saved result has been opened. */
  #isOpen = false;
  readonly #pictures = new ComparedPictures(() => this.requestUpdate());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pictures.destroy();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('files')) this.#pictures.give(this.files);
    if (changed.has('head') || changed.has('known')) void this.#work(() => this.#askOffer());
  }

  /** One thing after another: the comparer keeps their order. */
  async #work(does: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.fault = '';
    try {
      await does();
    } catch (error) {
      this.fault = describeError(error).message;
    } finally {
      this.isBusy = false;
    }
  }

  async #askOffer(): Promise<void> {
    const { comparer, head, known, records } = this;
    if (comparer === undefined || (known === 0 && this.offer === nothing && !this.#isOpen)) return;
    this.offer = await comparer().offer(thisRun, known === 0 ? undefined : head, records);
    this.chosen = new Set(this.offer.series.slice(0, 2).map((_, i) => i));
    this.comparisons = [];
    this.picked = undefined;
  }

  async #open(files: readonly File[]): Promise<void> {
    const { comparer } = this;
    if (comparer === undefined || files.length === 0) return;
    let failure = '';
    for (const file of files) {
      try {
        await comparer().open(file.name, await file.text());
        this.#isOpen = true;
      } catch (error) {
        // The other files are opened all the same.
        failure = describeError(error).message;
      }
    }
    await this.#askOffer();
    this.fault = failure;
  }

  async #close(name: string): Promise<void> {
    await this.comparer?.().close(name);
    await this.#askOffer();
  }

  #drop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => /\.json$/i.test(name));
    if (files.length === 0) return;
    event.preventDefault();
    void this.#work(() => this.#open(files));
  }

  async #compare(): Promise<void> {
    this.picked = undefined;
    this.comparisons = (await this.comparer?.().compare([...this.chosen].sort((a, b) => a - b))) ?? [];
    const [first] = this.comparisons;
    const statistic = first?.statistics[0]?.statistic;
    if (first === undefined || statistic === undefined) {
      this.fault = 'The chosen results have no picture in common.';
    } else await this.#pick(first, statistic);
  }

  async #pick(comparison: MadeComparison, statistic: ComparedStatistic): Promise<void> {
    const pictures = (await this.comparer?.().pictures(comparison, statistic)) ?? [];
    const points = pictures.map(({ id, first, second }) => ({ name: id, x: first, y: second }));
    this.picked = { comparison, statistic, pictures, points };
  }

  #title(index: number): string {
    const series = this.offer.series[index];
    return series === undefined ? '' : seriesTitle(series.of, this.methods, this.offer.runs.length > 1);
  }

  #choice(): TemplateResult | '' {
    const { series } = this.offer;
    if (series.length === 0) return '';
    return html`<fieldset>
        <legend>Two or more</legend>
        <div class="series">
          ${series.map(
            (_, i) =>
              html`<label
                ><input
                  type="checkbox"
                  name="series"
                  .checked=${this.chosen.has(i)}
                  @change=${() => {
                    const chosen = new Set(this.chosen);
                    if (!chosen.delete(i)) chosen.add(i);
                    this.chosen = chosen;
                  }}
                />${this.#title(i)}</label
              >`,
          )}
        </div>
      </fieldset>
      ${this.offer.remarks.map((remark) => html`<p>${remark}</p>`)}
      <div class="bar">
        <button
          type="button"
          class="button main"
          data-compare
          ?disabled=${this.isBusy || this.chosen.size < 2}
          @click=${() => void this.#work(() => this.#compare())}
        >
          Compare
        </button>
        <span class="quiet" role="status">${this.isBusy ? 'Working …' : ''}</span>
      </div>`;
  }

  #shown({ comparison: { first, second, statistics }, statistic, pictures, points }: Picked): TemplateResult {
    const [a, b] = [first, second].map((index) => this.offer.series[index]!) as [
      (typeof this.offer.series)[number],
      (typeof this.offer.series)[number],
    ];
    const extremes = statistics.find((found) => found.statistic === statistic)?.extremes ?? [];
    const byId = new Map(pictures.map((picture) => [picture.id, picture]));
    const shown = extremes.flatMap(({ id }) => byId.get(id) ?? []);
    const methods = [...new Set([a, b].map(({ of }) => of.method))].map((name) => seriesMethod(name, this.methods));
    this.#pictures.show({ settings: a.settings, methods, records: this.records }, shown);
    return html`<cam-lens-scatter
        .points=${points}
        .across=${`A: ${this.#title(first)}`}
        .down=${`B: ${this.#title(second)}`}
        @cam-lens-point=${({ detail }: CustomEvent<CamLensEvents['cam-lens-point']>) => {
          const picture = pictures[detail.index];
          if (picture !== undefined) void this.#pictures.open(picture).then((fault) => (this.fault = fault));
        }}
      ></cam-lens-scatter>
      <h3>Where they differ most</h3>
      ${
        shown.length === 0
          ? html`<p class="quiet">They are equal on every picture.</p>`
          : html`<ul class="pictures">
              ${shown.map(
                (picture) =>
                  html`<li>
                    <figure data-picture=${picture.id}>
                      ${pictureTile(...this.#pictures.tileOf(picture), 'The picture’s file has not been given.')}
                      <figcaption>
                        ${picture.className}<br />A ${picture.first.toFixed(3)}, B ${picture.second.toFixed(3)}<br />
                        ${picture.id}
                      </figcaption>
                    </figure>
                  </li>`,
              )}
            </ul>`
      }`;
  }

  protected override render(): TemplateResult {
    const { picked } = this;
    return html`<section class="card" aria-labelledby="title" @drop=${(event: DragEvent) => this.#drop(event)}>
      <h2 id="title">Compare</h2>
      <p class="quiet">
        Whether explanations of the same pictures differ by more than chance: those of this run, and of results saved as
        JSON by this page or by <code>cam-lens evaluate</code>, which can also be dropped here.
      </p>
      ${openedResults({
        opened: this.offer.runs.filter(({ name }) => name !== thisRun),
        isBusy: this.isBusy,
        onOpen: (files) => void this.#work(() => this.#open(files)),
        onClose: (name) => void this.#work(() => this.#close(name)),
      })}
      ${this.#choice()} ${this.fault === '' ? '' : html`<p class="fault" role="alert">${this.fault}</p>`}
      ${
        this.comparisons.length === 0
          ? ''
          : comparisonTable({
              comparisons: this.comparisons,
              titleOf: (index) => this.#title(index),
              isPicked: (comparison, statistic) => picked?.comparison === comparison && picked.statistic === statistic,
              onPick: (comparison, statistic) => void this.#work(() => this.#pick(comparison, statistic)),
            })
      }
      ${picked === undefined ? '' : this.#shown(picked)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-comparison': CamLensComparison;
  }
}
