import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * Which model is in use, and how to switch.
 *
 * @fires cam-lens-model-open - supply another model
 * @fires cam-lens-model-back - return to the page's first model
 */
export class CamLensModel extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        font-size: var(--small);
      }
      /* Room for a name, which is known only later. */
      strong {
        min-width: 11ch;
        max-width: 24ch;
        text-align: end;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  /** The model's name. */
  @property() name = '';
  /** The page's first model, if another is in use. */
  @property() first = '';

  protected override render(): TemplateResult {
    return html`<strong title=${this.name === '' ? 'The model in use' : `The model in use: ${this.name}`}
        >${this.name}</strong
      >
      ${
        this.first !== ''
          ? html`<button type="button" class="button" id="back" @click=${() => emit(this, 'cam-lens-model-back', null)}>
              Back to ${this.first}
            </button>`
          : ''
      }
      <button type="button" class="button" id="open" @click=${() => emit(this, 'cam-lens-model-open', null)}>
        Use your own model…
      </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-model': CamLensModel;
  }
}
