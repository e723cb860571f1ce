import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LoadProgress, LoadStep } from '../../pipeline/load-progress.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Fraction of the whole at which each step ends, from its usual duration with an empty cache. */
const steps: Readonly<Record<LoadStep, { readonly from: number; readonly to: number }>> = {
  download: { from: 0, to: 0.6 },
  rewrite: { from: 0.6, to: 0.65 },
  session: { from: 0.65, to: 0.9 },
  shaders: { from: 0.9, to: 1 },
  ready: { from: 1, to: 1 },
};

/**
 * One status line: loading, with a bar; then the result. Screen readers announce it.
 *
 * @fires cam-lens-stop - stop a slow method
 * @fires cam-lens-retry - loading failed; try again
 */
export class CamLensProgress extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      :host {
        display: block;
      }
      .line {
        position: relative;
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 46px;
        padding: 6px 0 8px;
      }
      /* Room for the result, which is longer than what is said while it is made. */
      @media (max-width: 1120px) {
        .line {
          min-height: 60px;
        }
      }
      @media (max-width: 680px) {
        .line {
          min-height: 84px;
        }
      }
      .message {
        flex: 1;
        margin: 0;
        text-wrap: pretty;
      }
      .failed {
        color: var(--warn);
      }
      .bar {
        position: absolute;
        inset: auto 0 0;
        height: 3px;
        border-radius: 2px;
        background: var(--line);
        overflow: hidden;
        opacity: 0;
      }
      .active .bar {
        opacity: 1;
      }
      .fill {
        height: 100%;
        border-radius: inherit;
        background: var(--accent);
        transform-origin: 0 0;
        transition: transform 200ms;
      }
      @media (forced-colors: active) {
        .bar {
          forced-color-adjust: none;
          --accent: Highlight;
          --line: GrayText;
        }
      }
      .unknown .fill {
        animation: breathe 1.6s ease-in-out infinite alternate;
      }
      @keyframes breathe {
        from {
          opacity: 0.35;
        }
      }
    `,
  ];

  /** Of loading; undefined before it starts. */
  @property({ attribute: false }) progress: LoadProgress | undefined;
  /** The pictures can be explained. */
  @property({ type: Boolean }) ready = false;
  /** The network runs. */
  @property({ type: Boolean }) busy = false;
  /** Progress of a slow method, 0…1. */
  @property({ type: Number }) fraction: number | undefined;
  /** The running work can be stopped. */
  @property({ type: Boolean }) stoppable = false;
  /** The result, or the current activity, once loading is over. */
  @property() message = '';
  /** Why loading failed. */
  @property() failure: string | undefined;

  protected override render(): TemplateResult {
    if (this.failure !== undefined) {
      return html`<div class="line" role="alert">
        <p class="message failed">${this.failure}</p>
        <button type="button" class="button" @click=${() => emit(this, 'cam-lens-retry', null)}>Try again</button>
      </div>`;
    }
    const loading = !this.ready;
    const { step, fraction, message } = this.progress ?? { step: 'download', message: 'Starting', fraction: 0 };
    const { from, to } = steps[step];
    const share = loading ? from + (fraction ?? 0.5) * (to - from) : (this.fraction ?? 1);
    const unknown = (loading ? fraction : this.fraction) === undefined;
    const counted = !loading && this.fraction !== undefined;
    return html`<div class="line ${loading || this.busy ? 'active' : ''} ${unknown ? 'unknown' : ''}">
      <p class="message" aria-hidden="true">${loading ? message : this.message}</p>
      <p class="hidden-text" role="status">
        ${loading ? spoken[step] : counted ? 'The network runs many times.' : this.message}
      </p>
      ${
        this.stoppable
          ? html`<button type="button" class="button" @click=${() => emit(this, 'cam-lens-stop', null)}>Stop</button>`
          : ''
      }
      <div
        class="bar"
        role="progressbar"
        aria-label=${loading ? 'Loading' : 'Explaining'}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(100 * share)}
        ?hidden=${!loading && !this.busy}
      >
        <div class="fill" .style=${`transform: scaleX(${share})`}></div>
      </div>
    </div>`;
  }
}

/** Announced once per step: the line itself changes far too often. */
const spoken: Readonly<Record<LoadStep, string>> = {
  download: 'Downloading the network.',
  rewrite: 'Preparing the network.',
  session: 'Starting the network.',
  shaders: 'Compiling shaders.',
  ready: 'Ready.',
};

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-progress': CamLensProgress;
  }
}
