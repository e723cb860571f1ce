import { css, LitElement, type TemplateResult } from 'lit';
import { property, queryAll } from 'lit/decorators.js';
import type { Size } from '../../pipeline/types.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** One layer of the strip. */
export interface StripFrame {
  readonly layer: string;
  readonly bitmap?: ImageBitmap | undefined;
  /** Why the method is not possible there. */
  readonly refusal?: string | undefined;
}

/**
 * One method at several layers, side by side, in order of depth; each a button that chooses its layer.
 *
 * @fires cam-lens-change - a layer was chosen, as `layer`
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
      .refused .frame {
        padding: 10px;
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
  @property({ attribute: false }) frames: readonly StripFrame[] = [];
  /** The current layer. */
  @property() layer = '';
  /** Size of the picture, in its own pixels. */
  @property({ attribute: false }) picture: Size | undefined;
  /** Newer blends are being painted. */
  @property({ type: Boolean }) busy = false;

  @queryAll('canvas') private readonly canvases!: NodeListOf<HTMLCanvasElement>;

  protected override updated(): void {
    for (const canvas of this.canvases) {
      const bitmap = this.frames.find(({ layer }) => layer === canvas.dataset['layer'])?.bitmap;
      if (bitmap === undefined) continue;
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
    }
  }

  #frame({ layer, bitmap, refusal }: StripFrame): TemplateResult {
    if (refusal !== undefined) {
      return html`<div class="refused" data-layer=${layer}><span class="frame">${refusal}</span> ${layer}</div>`;
    }
    return html`<button
      type="button"
      data-layer=${layer}
      aria-pressed=${layer === this.layer}
      title="Look at ${layer}"
      @click=${() => emit(this, 'cam-lens-change', { layer })}
    >
      <span class="frame">
        ${bitmap === undefined ? (this.busy ? '…' : '') : html`<canvas data-layer=${layer}></canvas>`}
      </span>
      ${layer}
    </button>`;
  }

  protected override render(): TemplateResult {
    return html`<section aria-label=${this.heading} aria-busy=${this.busy}>
      <h2>${this.heading}</h2>
      <ol class=${this.busy ? 'old' : ''}>
        ${this.frames.map((frame) => html`<li>${this.#frame(frame)}</li>`)}
      </ol>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-strip': CamLensStrip;
  }
}
