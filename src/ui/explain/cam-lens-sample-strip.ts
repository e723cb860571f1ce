import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * Pictures to choose from, as a row of thumbnails.
 *
 * @fires cam-lens-select - a picture was chosen
 * @slot - after the last thumbnail: the button to add one
 */
export class CamLensSampleStrip extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .strip {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: stretch;
        min-height: 64px;
      }
      button,
      .waiting {
        flex: none;
        width: 84px;
        height: 64px;
        padding: 0;
        border: 0;
        border-radius: 8px;
        background: var(--well);
        color: var(--soft);
        font: inherit;
        font-size: 0.6875rem;
        line-height: 1.25;
        overflow: hidden;
        overflow-wrap: anywhere;
        cursor: pointer;
        box-shadow: 0 0 0 1px var(--line);
        transition: box-shadow 120ms;
      }
      button:hover {
        box-shadow: 0 0 0 2px var(--edge);
      }
      button[aria-pressed='true'] {
        box-shadow:
          0 0 0 2px var(--paper),
          0 0 0 4px var(--accent);
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          outline: 3px solid Highlight;
          outline-offset: 1px;
        }
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 5px;
      }
      img {
        width: 100%;
        height: 100%;
        object-fit: cover;
        display: block;
      }
      slot {
        display: block;
        flex: 1 1 220px;
        min-width: 0;
      }
      @media (max-width: 560px) {
        button,
        .waiting {
          width: calc((100% - 30px) / 4);
          height: auto;
          aspect-ratio: 4 / 3;
        }
        slot {
          flex-basis: 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) pictures: readonly PictureSource[] = [];
  /** How many more are loading: their places are kept. */
  @property({ type: Number }) awaited = 0;
  /** Key of the chosen picture. */
  @property() selected: string | undefined;

  protected override render(): TemplateResult {
    return html`<div class="strip" role="group" aria-label="Pictures">
      ${this.pictures.map((picture) => this.#thumbnail(picture))}
      ${Array.from({ length: this.awaited }, () => html`<span class="waiting"></span>`)}
      <slot></slot>
    </div>`;
  }

  #thumbnail({ key, name, subject, thumbnail }: PictureSource): TemplateResult {
    const words = subject ?? name;
    return html`<button
      type="button"
      title=${words}
      aria-pressed=${key === this.selected}
      data-key=${key}
      @click=${() => emit(this, 'cam-lens-select', { key })}
    >
      ${thumbnail === undefined ? words : html`<img src=${thumbnail} alt=${words} />`}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-sample-strip': CamLensSampleStrip;
  }
}
