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
import { count, timeLeft } from './run-words.ts';
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
  @property() obstacle = '';
  /** Whether loading the network has failed, so that it can be tried again. */
  @property({ type: Boolean }) unloaded = false;
  @property() failure = '';
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

  get #handled(): number {
    return Math.min(this.total, this.measured + this.parts.failed);
  }

  #headline(): string {
    const { state, begun, finished, measured, total, obstacle, parts } = this;
    const far = `${measured.toLocaleString('en')} of ${count(total, 'picture')}`;
    if (state === 'starting') return `${parts.preparing} …`;
    if (state === 'stopping') return 'Stopping: the pictures in progress are finished first.';
    if (state === 'paused') return `Paused: ${far} measured.`;
    if (state === 'running') return `${far} measured`;
    if (finished) return `Finished: ${far} measured.`;
    if (!begun) return obstacle === '' ? 'Ready to start.' : obstacle;
    const kept = this.fromBefore ? 'A run is stored on this device' : 'Stopped';
    return `${kept}: ${far} measured.${measured < total ? ' Add its files again to continue.' : ''}`;
  }

  /** For screen readers: announces every tenth of the run, because every picture would be too often. */
  #spoken(): string {
    if (this.state !== 'running') return this.#headline();
    const tenths = Math.floor((10 * this.#handled) / Math.max(1, this.total));
    return tenths === 0 ? 'Running.' : `Running: ${10 * tenths} % done.`;
  }

  #words(command: RunCommand): string {
    if (command === 'start') return this.begun ? 'Resume' : 'Start';
    const words = { pause: 'Pause', resume: 'Resume', stop: 'Stop', 'start-anew': 'Start anew', 'take-back': '' };
    return words[command];
  }

  #button(command: RunCommand): TemplateResult | '' {
    if (command === 'start-anew' && !this.begun) return '';
    if (command === 'start' && (this.finished || this.unloaded)) return '';
    return html`<button
      type="button"
      class="button ${command === 'start' || command === 'resume' ? 'main' : ''}"
      data-command=${command}
      title=${command === 'start-anew' ? 'Deletes this run from this device' : nothing}
      ?disabled=${command === 'start' && this.obstacle !== ''}
      @click=${() => emit(this, 'cam-lens-run', { command })}
    >
      ${this.#words(command)}
    </button>`;
  }

  #pace(): string {
    const { perSecond, state } = this;
    if (perSecond === undefined || (state !== 'running' && state !== 'paused')) return '–';
    const left = (this.total - this.#handled) / perSecond;
    return `${perSecond.toFixed(perSecond < 10 ? 2 : 0)} pictures/s${left > 0 ? `, ${timeLeft(left)} left` : ''}`;
  }

  #parts(): readonly (readonly [part: string, does: string])[] {
    const { parts, info, unkept, passing, measured } = this;
    const backend = info === undefined ? '' : backendInWords(info.backend);
    return [
      ['Pace', this.#pace()],
      ['Annotations', annotationsInWords(parts)],
      ['Reading', parts.seen === 0 ? '–' : `${count(parts.seen, 'picture')} seen`],
      [
        'Networks',
        parts.workers === 0
          ? 'not running'
          : `${count(parts.workers, 'worker')}, ${count(parts.busy, 'picture')} in progress`,
      ],
      ['Backend', backend === '' ? '–' : backend],
      ['Stored on this device', unkept === '' && !passing ? count(measured, 'record') : 'no'],
    ];
  }

  protected override render(): TemplateResult {
    const { state, failure, unkept, total } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Run</h2>
      <div class="top">
        <p class="headline" aria-hidden=${state === 'running' ? 'true' : nothing}>${this.#headline()}</p>
        <p class="hidden-text" role="status">${this.#spoken()}</p>
        <div class="buttons">
          ${
            this.unloaded
              ? html`<button
                  type="button"
                  class="button main"
                  data-retry
                  @click=${() => emit(this, 'cam-lens-retry', null)}
                >
                  Try again
                </button>`
              : ''
          }
          ${commands[state].map((command) => this.#button(command))}
        </div>
      </div>
      ${
        this.begun
          ? html`<progress
              aria-label="Pictures processed"
              max=${Math.max(1, total)}
              .value=${this.#handled}
            ></progress>`
          : ''
      }
      ${leftOutInWords(this.leftOut).map((sentence) => html`<p class="left-out" role="status">${sentence}</p>`)}
      ${failure === '' ? '' : html`<p class="failed" role="alert">${failure}</p>`}
      ${unkept === '' ? '' : html`<p class="failed" role="status">${unkept}</p>`}
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

function annotationsInWords({ annotations, annotated, format }: RunParts): string {
  if (annotations === 0) return '–';
  const kind = format === undefined ? '' : ` (${formats[format].title})`;
  const read = `${annotations.toLocaleString('en')} read${kind}`;
  return annotated === undefined ? read : `${read}, ${annotated.toLocaleString('en')} with their picture`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-run-status': CamLensRunStatus;
  }
}
