import { css, LitElement, nothing, type TemplateResult } from 'lit';
import { formats } from '../../datasets/formats.ts';
import { property } from 'lit/decorators.js';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import type { MeasureName } from '../../runs/run-choice.ts';
import { leftOutInWords } from '../../runs/run-format.ts';
import { backendInWords } from './backend-words.ts';
import type { RunState } from './evaluation-controller.ts';
import { idleParts, type RunParts } from './evaluation-parts.ts';
import { emit, type RunCommand } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import type { StatusStrings } from './run-strings.ts';
import { runStrings } from './spoken-run.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { beforeEnglish, failureWords, progressWords, type WorkFailure } from '../shared/work-words.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** The commands for a run in each state, in the order of the buttons. */
const commands: Readonly<Record<RunState, readonly RunCommand[]>> = {
  idle: ['start', 'start-anew'],
  starting: ['stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopping: [],
};

/**
 * The progress, rate and backend of a run, the state of each of its parts, and the buttons that control it.
 *
 * @fires cam-lens-run - a button was pressed
 * @fires cam-lens-retry - load the network again
 */
export class CamLensRunStatus extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 24px;
      }
      .headline {
        flex: 1 1 320px;
        font-size: 1.0625rem;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      progress {
        display: block;
        width: 100%;
        height: 6px;
        margin: 14px 0 0;
        border: 0;
        border-radius: 3px;
        background: var(--line);
        accent-color: var(--accent);
        appearance: none;
        overflow: hidden;
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
        gap: 10px 24px;
        margin: 14px 0 0;
        font-size: 0.875rem;
      }
      dt {
        color: var(--soft);
        font-size: 0.75rem;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .left-out {
        margin-top: 10px;
      }
      .failed {
        margin-top: 10px;
        color: var(--warn);
      }
    `,
  ];

  @property() state: RunState = 'idle';
  /** Whether there is a run, started here or stored. */
  @property({ type: Boolean }) begun = false;
  /** Whether it has processed everything that was given. */
  @property({ type: Boolean }) finished = false;
  /** Whether it was started in an earlier visit. */
  @property({ type: Boolean, attribute: 'from-before' }) fromBefore = false;
  /** Why it cannot be started; empty if it can. */
  @property() obstacle: string | TemplateResult = '';
  /** Whether loading the network has failed, so that it can be tried again. */
  @property({ type: Boolean }) unloaded = false;
  /** Why it has failed; undefined if it has not. */
  @property({ attribute: false }) failure: WorkFailure | undefined;
  /** Why records are not stored; empty if they are. */
  @property() unkept = '';
  /** Whether records are not to be stored at all. */
  @property({ type: Boolean }) passing = false;
  @property({ type: Number }) measured = 0;
  /** Number of pictures of the run, including measured ones. */
  @property({ type: Number }) total = 0;
  @property({ attribute: false }) perSecond: number | undefined;
  @property({ attribute: false }) parts: RunParts = idleParts;
  /** Measures that were asked for, and that the data set does not allow. */
  @property({ attribute: false }) leftOut: readonly MeasureName[] = [];
  @property({ attribute: false }) info: LensInfo | undefined;

  readonly #spoken = new SpokenStrings(this, runStrings);

  get #words(): StatusStrings {
    return this.#spoken.strings.status;
  }

  get #handled(): number {
    return Math.min(this.total, this.measured + this.parts.failed);
  }

  #headline(): string | TemplateResult {
    const { state, begun, finished, measured, total, obstacle, parts } = this;
    const words = this.#words;
    if (state === 'starting' && parts.preparing !== undefined) {
      return html`${progressWords(parts.preparing, this.#spoken.strings)} …`;
    }
    if (state === 'stopping') return words.stopping;
    if (state === 'paused') return words.paused(measured, total);
    if (state === 'running') return words.measured(measured, total);
    if (finished) return words.finished(measured, total);
    if (!begun) return obstacle === '' ? words.ready : obstacle;
    const kept = (this.fromBefore ? words.stored : words.stopped)(measured, total);
    return measured < total ? `${kept} ${words.toContinue}` : kept;
  }

  /** For screen readers: announces every tenth of the run, because every picture would be too often. */
  #announced(): string | TemplateResult {
    if (this.state !== 'running') return this.#headline();
    const tenths = Math.floor((10 * this.#handled) / Math.max(1, this.total));
    return this.#words.running(tenths / 10);
  }

  #title(command: RunCommand): string {
    const { start, pause, resume, stop, startAnew } = this.#words;
    const titles: Readonly<Record<RunCommand, string>> = {
      ...{ start: this.begun ? resume : start, pause, resume, stop },
      ...{ 'start-anew': startAnew, 'take-back': '' },
    };
    return titles[command];
  }

  #button(command: RunCommand): TemplateResult | '' {
    if (command === 'start-anew' && !this.begun) return '';
    if (command === 'start' && (this.finished || this.unloaded)) return '';
    return html`<button
      type="button"
      class="button ${command === 'start' || command === 'resume' ? 'main' : ''}"
      data-command=${command}
      title=${command === 'start-anew' ? this.#words.deletes : nothing}
      ?disabled=${command === 'start' && this.obstacle !== ''}
      @click=${() => emit(this, 'cam-lens-run', { command })}
    >
      ${this.#title(command)}
    </button>`;
  }

  #pace(): string {
    const { perSecond, state } = this;
    if (perSecond === undefined || (state !== 'running' && state !== 'paused')) return '–';
    const left = (this.total - this.#handled) / perSecond;
    return this.#words.paceOf(perSecond, left > 0 ? left : undefined);
  }

  #parts(): readonly (readonly [part: string, does: string])[] {
    const { parts, info, unkept, passing, measured } = this;
    const words = this.#words;
    const { annotations, annotated, format, workers, busy, seen } = parts;
    const backend = info === undefined ? '' : backendInWords(info.backend, words);
    const kind = format === undefined ? '' : formats[format].title;
    return [
      [words.pace, this.#pace()],
      [words.annotations, annotations === 0 ? '–' : words.annotationsRead(annotations, kind, annotated)],
      [words.reading, seen === 0 ? '–' : words.seen(seen)],
      [words.networks, workers === 0 ? words.notRunning : words.atWork(workers, busy)],
      [words.backend, backend === '' ? '–' : backend],
      [words.storedHere, unkept === '' && !passing ? words.records(measured) : words.noRecords],
    ];
  }

  protected override render(): TemplateResult {
    const { state, failure, unkept, total } = this;
    const words = this.#words;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.title}</h2>
      <div class="top">
        <p class="headline" aria-hidden=${state === 'running' ? 'true' : nothing}>${this.#headline()}</p>
        <p class="hidden-text" role="status">${this.#announced()}</p>
        <div class="buttons">
          ${
            this.unloaded
              ? html`<button
                  type="button"
                  class="button main"
                  data-retry
                  @click=${() => emit(this, 'cam-lens-retry', null)}
                >
                  ${words.tryAgain}
                </button>`
              : ''
          }
          ${commands[state].map((command) => this.#button(command))}
        </div>
      </div>
      ${
        this.begun
          ? html`<progress aria-label=${words.processed} max=${Math.max(1, total)} .value=${this.#handled}></progress>`
          : ''
      }
      <div role="status">
        ${leftOutInWords(this.leftOut).map((sentence) => html`<p class="left-out" lang="en">${sentence}</p>`)}
        ${unkept === '' ? '' : html`<p class="failed">${beforeEnglish(words.notStored, unkept)}</p>`}
      </div>
      ${
        failure === undefined
          ? ''
          : html`<p class="failed" role="alert">${failureWords(failure, this.#spoken.strings)}</p>`
      }
      ${
        this.begun || state !== 'idle'
          ? html`<dl>
              ${this.#parts().map(
                ([part, does]) =>
                  html`<div>
                    <dt>${part}</dt>
                    <dd>${does}</dd>
                  </div>`,
              )}
            </dl>`
          : ''
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-run-status': CamLensRunStatus;
  }
}
