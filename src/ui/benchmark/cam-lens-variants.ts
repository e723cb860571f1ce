import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { TunedShaders } from '../../benchmark/tune-shaders.ts';
import { shapeInWords } from '../../benchmark/variants/shape-in-words.ts';
import { CamLensError } from '../../errors.ts';
import { areShapesKept, forgetShapes } from '../../pipeline/engine/kept-shapes.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import type { BenchmarkProgress } from './benchmark-worker.ts';
import { benchmarkStyles } from './cam-lens-benchmark.styles.ts';
import type { RunningTuning, StartTuning } from './start-tuning.ts';

/**
 * Finds the fastest variants of the shaders on this device, and keeps them for the pages of the site.
 * @fires measuring when it begins and ends; `detail` says whether it measures
 */
export class CamLensVariants extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    tableStyles,
    benchmarkStyles,
    css`
      .scroll {
        margin-top: 14px;
      }
    `,
  ];

  /** Measures in the background; absent where nothing can be measured. */
  @property({ attribute: false }) start: StartTuning | undefined;
  /** Something else measures. */
  @property({ type: Boolean }) disabled = false;
  @state() private progress: BenchmarkProgress | undefined;
  @state() private tuned: TunedShaders | undefined;
  @state() private isKept = false;
  @state() private failure = '';
  @state() private news = '';
  #running: RunningTuning | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void areShapesKept().then((are) => {
      // A comparison may have ended meanwhile.
      if (this.tuned === undefined) this.isKept = are;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#running?.stop();
  }

  async measure(): Promise<void> {
    if (this.start === undefined || this.progress !== undefined || this.disabled) return;
    [this.failure, this.news, this.tuned] = ['', '', undefined];
    this.#hear({ fraction: 0, message: 'Starting' });
    this.#tell(true);
    try {
      this.#running = this.start((progress) => this.#hear(progress));
      this.#show(await this.#running.done);
    } catch (error) {
      if (!(error instanceof CamLensError)) throw error;
      if (error.code === 'stopped') this.news = 'Stopped. Nothing has changed.';
      else this.failure = error.message;
    } finally {
      [this.#running, this.progress] = [undefined, undefined];
      this.#tell(false);
    }
  }

  #hear(progress: BenchmarkProgress): void {
    this.progress = progress;
  }

  #show(tuned: TunedShaders): void {
    [this.tuned, this.isKept] = [tuned, tuned.isKept];
    this.news = tuned.isKept
      ? 'Found. Pages of this site use them from their next start.'
      : 'Found, but the browser does not store them.';
  }

  async #forget(): Promise<void> {
    await forgetShapes();
    [this.isKept, this.tuned] = [false, undefined];
    this.news = 'Forgotten. Pages use the default variants from their next start.';
  }

  #tell(detail: boolean): void {
    this.dispatchEvent(new CustomEvent('measuring', { detail }));
  }

  #buttons(): TemplateResult {
    if (this.progress !== undefined)
      return html`<button type="button" class="button" @click=${() => this.#running?.stop()}>Stop</button>`;
    return html`<button
        type="button"
        class="button"
        ?disabled=${this.start === undefined || this.disabled}
        @click=${() => this.measure()}
      >
        Find the fastest
      </button>
      ${
        this.isKept
          ? html`<button type="button" class="button" ?disabled=${this.disabled} @click=${() => this.#forget()}>
              Forget them
            </button>`
          : ''
      }`;
  }

  #table({ stages }: TunedShaders): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="variants">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Fastest: workgroup, rows</th>
            <th scope="col">Time, % of the default’s</th>
          </tr>
        </thead>
        <tbody>
          ${stages.map(
            ({ stage, shape, ratio }) =>
              html`<tr>
                <th scope="row">${stage}</th>
                <td>${shape === null ? 'the default' : shapeInWords(shape)}</td>
                <td>${Math.round(100 * ratio)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  protected override render(): TemplateResult {
    const { progress } = this;
    return html`<section class="card" aria-labelledby="variants">
      <h2 id="variants">The fastest variants on this device</h2>
      <p class="quiet">
        ${
          progress === undefined
            ? 'Five shaders can run in other workgroups, with the same results. Finding the fastest takes about a minute on a GPU, several without one.'
            : `${Math.round(100 * progress.fraction)} % · ${progress.message}`
        }
      </p>
      ${
        progress === undefined
          ? ''
          : html`<progress max="1" value=${progress.fraction} aria-label="Progress of the comparison"></progress>`
      }
      <p class="quiet" role="status">
        ${
          progress === undefined
            ? this.news || (this.isKept ? 'Pages of this site use those that were found earlier.' : '')
            : 'Measuring. Leave this page in front, and the machine to it.'
        }
      </p>
      ${this.failure === '' ? '' : html`<p class="failed" role="alert">${this.failure}</p>`}
      <div class="buttons">${this.#buttons()}</div>
      ${this.tuned === undefined ? '' : this.#table(this.tuned)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-variants': CamLensVariants;
  }
}
