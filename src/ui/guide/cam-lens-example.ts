import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { codeBlock } from '../shared/styles/code-block.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { exampleCode, type Example } from './examples.ts';

/** An example of an element: its code to copy, and the element itself once it is asked for, as it loads a network. */
export class CamLensExample extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    codeBlock,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      p {
        margin: 0 0 12px;
        max-width: 80ch;
      }
      pre {
        margin: 0 0 12px;
      }
      pre span {
        display: block;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .live {
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) example: Example | undefined;
  /** URL of the model's description, relative to the page. */
  @property() model = '';

  @state() private live: HTMLElement | undefined;
  /** What became of copying. */
  @state() private copied = '';

  async #copy(code: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(code);
      this.copied = 'Copied.';
    } catch {
      this.copied = 'The browser does not allow it: select the code and copy it.';
    }
  }

  #run({ tag, attributes }: Example): void {
    const live = document.createElement(tag);
    for (const [name, value] of Object.entries({ ...attributes, model: this.model })) live.setAttribute(name, value);
    this.live = live;
  }

  protected override render(): TemplateResult {
    const { example, live } = this;
    if (example === undefined) return html``;
    const code = exampleCode(example, this.model);
    return html`<section class="card" aria-label=${example.title}>
      <h2>${example.title}</h2>
      <p>${example.says}</p>
      <pre
        tabindex="0"
        aria-label="Code"
      ><code>${code.split('\n').map((line) => html`<span>${line}</span>`)}</code></pre>
      <div class="actions">
        <button type="button" class="button" id="copy" @click=${() => void this.#copy(code)}>Copy the code</button>
        <button
          type="button"
          class="button main"
          id="run"
          ?disabled=${live !== undefined}
          @click=${() => this.#run(example)}
        >
          Run it here
        </button>
        <span class="quiet" role="status">${this.copied}</span>
      </div>
      ${live === undefined ? '' : html`<div class="live">${live}</div>`}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-example': CamLensExample;
  }
}
