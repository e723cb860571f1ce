import { css, LitElement, type TemplateResult } from 'lit';
import { property, queryAll } from 'lit/decorators.js';
import type { Size } from '../../pipeline/types.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import type { StripCell } from '../shared/strips.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { own } from '../../own.ts';
import type { StripPaintings } from './shown-picture.ts';

/**
 * Several explanations side by side: one method at several layers, in order of depth, or all methods; each a button that
 * chooses its layer or method.
 *
 * @fires cam-lens-change - a layer or a method was chosen, as `layer` or `method`
 */
export class CamLensStrip extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      h2 {
        margin: 0 0 10px;
        font-size: 0.9375rem;
        font-weight: 600;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(46%, 180px), 1fr));
        gap: 12px;
      }
      button,
      .refused {
        display: grid;
        gap: 6px;
        width: 100%;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-size: var(--small);
        text-align: start;
      }
      button {
        cursor: pointer;
      }
      button[aria-pressed='true'] {
        font-weight: 600;
      }
      button[aria-pressed='true'] .frame {
        box-shadow:
          0 0 0 2px var(--paper),
          0 0 0 4px var(--accent);
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] .frame {
          outline: 3px solid Highlight;
          outline-offset: 2px;
        }
      }
      button:focus-visible {
        outline-offset: 6px;
      }
      .frame {
        display: grid;
        place-items: center;
        aspect-ratio: 4 / 3;
        overflow: hidden;
        border-radius: 8px;
        background: var(--well);
        color: var(--soft);
        font-size: 0.75rem;
        text-align: center;
      }
      .frame:not(:has(canvas)) {
        padding: 10px;
      }
      small {
        display: block;
        color: var(--soft);
        font-weight: 400;
      }
      canvas {
        width: 100%;
        height: 100%;
        object-fit: contain;
        display: block;
      }
      .old canvas {
        opacity: 0.45;
      }
    `,
  ];

  @property() heading = '';
  @property({ attribute: false }) cells: readonly StripCell[] = [];
  /** As far as they are painted, by the key of their cell. */
  @property({ attribute: false }) blends: StripPaintings['blends'] = {};
  /** Size of the picture, in its own pixels. */
  @property({ attribute: false }) picture: Size | undefined;
  /** Newer blends are being painted. */
  @property({ type: Boolean }) busy = false;

  @queryAll('canvas') private readonly canvases!: NodeListOf<HTMLCanvasElement>;

  protected override updated(): void {
    for (const canvas of this.canvases) {
      const bitmap = own(this.blends, canvas.dataset['key'] ?? '');
      if (bitmap === undefined) continue;
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
    }
  }

  #cell({ key, title, line, refusal, waits, isCurrent, change }: StripCell): TemplateResult {
    const words = html`<span>${title} ${line === '' ? '' : html`<small>${line}</small>`}</span>`;
    if (refusal !== undefined) {
      return html`<div class="refused" data-key=${key}><span class="frame">${refusal}</span> ${words}</div>`;
    }
    const isPainted = own(this.blends, key) !== undefined;
    const unpainted = waits ? 'Slow: it runs when you choose it.' : this.busy ? '…' : '';
    return html`<button
      type="button"
      data-key=${key}
      aria-pressed=${isCurrent}
      title="Look at ${title}"
      @click=${() => emit(this, 'cam-lens-change', change)}
    >
      <span class="frame">${isPainted ? html`<canvas data-key=${key}></canvas>` : unpainted}</span>
      ${words}
    </button>`;
  }

  protected override render(): TemplateResult {
    return html`<section aria-label=${this.heading} aria-busy=${this.busy}>
      <h2>${this.heading}</h2>
      <ol class=${this.busy ? 'old' : ''}>
        ${this.cells.map((cell) => html`<li>${this.#cell(cell)}</li>`)}
      </ol>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-strip': CamLensStrip;
  }
}
