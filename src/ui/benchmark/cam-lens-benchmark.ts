import { LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { CamLensError } from '../../errors.ts';
import { csv } from '../../evaluation/csv.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { readResult } from '../../benchmark/result/read-result.ts';
import { html } from '../shared/html.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { page } from '../shared/styles/page.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { linkOf, readLink } from './benchmark-link.ts';
import type { BenchmarkNews, BenchmarkProgress } from './benchmark-worker.ts';
import { benchmarkStyles } from './cam-lens-benchmark.styles.ts';
import type { CamLensRoofline } from './cam-lens-roofline.ts';
import { chainCard } from './chain-card.ts';
import { comparisonCard, comparisonOf } from './comparison-card.ts';
import { ceilingFacts, deviceFacts, factList } from './device-facts.ts';
import type { RunningBenchmark, StartBenchmark } from './start-benchmark.ts';
import type { StartTuning } from './start-tuning.ts';
import { stageSheet } from './stage-rows.ts';

/** Bytes of a saved result that is opened. */
const mostFile = 64 * 2 ** 20;

/** The page that measures shaders: it runs the benchmark, shows its result, and compares it with an earlier one. */
export class CamLensBenchmark extends LitElement {
  static override readonly styles = [tokens, button, card, tableStyles, page, benchmarkStyles];

  /** Measures in the background; absent where nothing can be measured. */
  @property({ attribute: false }) start: StartBenchmark | undefined;
  /** Compares variants in the background; absent where nothing can be measured. */
  @property({ attribute: false }) startTuning: StartTuning | undefined;
  /** What is shown: measured here, or opened. */
  @property({ attribute: false }) result: BenchmarkResult | undefined;
  /** What it is compared with. */
  @property({ attribute: false }) baseline: BenchmarkResult | undefined;
  @state() private progress: BenchmarkProgress | undefined;
  /** The variants are being compared: both at once would disturb each other. */
  @state() private isTuning = false;
  @state() private failure = '';
  /** What was done last, for screen readers and eyes. */
  @state() private news = '';
  /** How often the page was hidden during the measurement. */
  @state() private timesHidden = 0;
  @query('cam-lens-roofline') private readonly roofline!: CamLensRoofline | null;
  #running: RunningBenchmark | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#openLink);
    document.addEventListener('visibilitychange', this.#seen);
    this.#openLink();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#openLink);
    document.removeEventListener('visibilitychange', this.#seen);
    this.#running?.stop();
  }

  readonly #seen = (): void => {
    if (this.progress !== undefined && document.visibilityState === 'hidden') this.timesHidden++;
  };

  readonly #openLink = (): void =>
    void this.#orFailure(async () => {
      const linked = await readLink(location.hash);
      if (linked !== undefined) this.#show(linked, 'The result from the link is shown.');
    });

  /** @param quick fewer workloads, shorter budgets */
  async measure(quick: boolean): Promise<void> {
    if (this.start === undefined || this.progress !== undefined || this.isTuning) return;
    [this.failure, this.news, this.timesHidden] = ['', '', 0];
    this.progress = { fraction: 0, message: 'Starting' };
    await this.#orFailure(async () => {
      this.#running = this.start!(quick, (news) => this.#hear(news));
      this.#show(await this.#running.done, 'Measured.');
    });
    [this.#running, this.progress] = [undefined, undefined];
  }

  #hear(news: BenchmarkNews): void {
    if (this.progress === undefined) return;
    if ('progress' in news) this.progress = news.progress;
    else this.result = news.part;
  }

  #show(result: BenchmarkResult, news: string): void {
    [this.result, this.news, this.failure] = [result, news, ''];
  }

  /** Errors of others are shown; our own faults are not hidden. */
  async #orFailure(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CamLensError)) throw error;
      this.failure = error.code === 'stopped' ? '' : error.message;
      if (error.code === 'stopped') this.news = 'Stopped. What was measured is shown.';
    }
  }

  #openFile(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    return this.#orFailure(async () => {
      if (file === undefined) return;
      if (file.size > mostFile)
        throw new CamLensError(
          'limit-exceeded',
          `${file.name} has more than ${mostFile / 2 ** 20} MB: it is no benchmark.`,
        );
      this.#show(readResult(await file.text(), file.name), `${file.name} is shown.`);
    });
  }

  #copyLink(result: BenchmarkResult): Promise<void> {
    return this.#orFailure(async () => {
      const link = await linkOf(result);
      // The page shows this result already.
      history.replaceState(history.state, '', `#${link}`);
      try {
        await navigator.clipboard.writeText(location.href);
        this.news = 'The link is copied; the address bar has it too.';
      } catch {
        this.news = 'The link is in the address bar.';
      }
    });
  }

  async #savePicture(): Promise<void> {
    const picture = await this.roofline?.toPng();
    if (picture !== undefined) download(picture, 'roofline.png');
  }

  #controls(): TemplateResult {
    const { progress, result } = this;
    const isRunning = progress !== undefined;
    return html`<section class="card" aria-label="Measure">
      <p class="headline">
        ${
          isRunning
            ? `${Math.round(100 * progress.fraction)} % · ${progress.message}`
            : 'Measures what this browser’s GPU can do at most, then every compute shader of cam-lens. Quick takes about a minute on a GPU, Full several; without one, a few times as long.'
        }
      </p>
      ${
        isRunning
          ? html`<progress max="1" value=${progress.fraction} aria-label="Progress of the measurement"></progress>`
          : ''
      }
      <p class="quiet" role="status">
        ${isRunning ? 'Measuring. Leave this page in front, and the machine to it.' : this.news}
      </p>
      ${this.failure === '' ? '' : html`<p class="failed" role="alert">${this.failure}</p>`}
      ${
        this.timesHidden === 0
          ? ''
          : html`<p class="notice">
              The page was hidden during the measurement: browsers slow hidden pages down, so measure again to be sure.
            </p>`
      }
      <div class="buttons">
        ${
          isRunning
            ? html`<button type="button" class="button" @click=${() => this.#running?.stop()}>Stop</button>`
            : html`<button
                  type="button"
                  class="button main"
                  ?disabled=${this.start === undefined || this.isTuning}
                  @click=${() => this.measure(true)}
                >
                  Quick
                </button>
                <button
                  type="button"
                  class="button"
                  ?disabled=${this.start === undefined || this.isTuning}
                  @click=${() => this.measure(false)}
                >
                  Full
                </button>
                <label class="button">
                  Open a saved result
                  <input
                    type="file"
                    accept=".json,application/json"
                    aria-label="Open a saved result"
                    @change=${(event: Event) => this.#openFile(event)}
                  />
                </label>`
        }
        ${result === undefined || isRunning ? '' : this.#exports(result)}
      </div>
    </section>`;
  }

  #exports(result: BenchmarkResult): TemplateResult {
    const save = (text: string, type: string, name: string): void => download(new Blob([text], { type }), name);
    return html`<button
        type="button"
        class="button"
        @click=${() => save(`${JSON.stringify(result)}\n`, 'application/json', 'benchmark.json')}
      >
        Save JSON
      </button>
      <button type="button" class="button" @click=${() => save(csv(stageSheet(result)), 'text/csv', 'benchmark.csv')}>
        Save CSV
      </button>
      <button type="button" class="button" @click=${() => this.#savePicture()}>Save roofline</button>
      <button type="button" class="button" @click=${() => this.#copyLink(result)}>Copy link</button>
      ${
        this.baseline === result
          ? ''
          : html`<button type="button" class="button" @click=${() => this.#keep(result)}>
              Compare the next with it
            </button>`
      }
      ${
        this.baseline === undefined
          ? ''
          : html`<button type="button" class="button" @click=${() => this.#keep(undefined)}>Compare no more</button>`
      }`;
  }

  #keep(result: BenchmarkResult | undefined): void {
    this.baseline = result;
    this.news = result === undefined ? '' : 'The next result, measured or opened, is compared with this one.';
  }

  #shown(result: BenchmarkResult): TemplateResult {
    const { baseline, progress } = this;
    return html`
      ${baseline === undefined || baseline === result || progress !== undefined ? '' : comparisonCard(comparisonOf(baseline, result))}
      <cam-lens-roofline .result=${result}></cam-lens-roofline>
      <cam-lens-scaling .result=${result}></cam-lens-scaling>
      <cam-lens-stage-table .result=${result}></cam-lens-stage-table>
      ${chainCard(result)}
      <div class="sides">
        <section class="card" aria-labelledby="ceilings">
          <h2 id="ceilings">What the adapter can do at most</h2>
          ${factList(ceilingFacts(result))}
        </section>
        <section class="card" aria-labelledby="device">
          <h2 id="device">Where it was measured</h2>
          ${factList(deviceFacts(result))}
        </section>
      </div>
    `;
  }

  protected override render(): TemplateResult {
    return html`<div class="page">
      <cam-lens-masthead page="benchmark">
        <cam-lens-theme></cam-lens-theme>
        <p slot="intro">
          How fast compute shaders run here: results are checked before they are timed, and times come with intervals
          and with the share of what the adapter can do at most.
        </p>
      </cam-lens-masthead>
      <main>
        ${this.#controls()} ${this.result === undefined ? '' : this.#shown(this.result)}
        <cam-lens-variants
          .start=${this.startTuning}
          ?disabled=${this.progress !== undefined}
          @measuring=${({ detail }: CustomEvent<boolean>) => (this.isTuning = detail)}
        ></cam-lens-variants>
      </main>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-benchmark': CamLensBenchmark;
  }
}
