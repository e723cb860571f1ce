import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ClassScore } from '../pipeline/types.ts';
import { classNamed, searchNames } from './class-names.ts';
import { emit } from './events.ts';
import { card } from './styles/card.ts';
import { tokens } from './styles/tokens.ts';
import { percent } from './words.ts';

/**
 * The network's first five classes with their probabilities, each a button that explains it, and a search for any
 * other class.
 *
 * @fires cam-lens-change - a class was chosen, as `class`
 */
export class CamLensClasses extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      ol {
        list-style: none;
        margin: 0 0 14px;
        padding: 0;
        display: grid;
        gap: 4px;
        min-height: 216px;
        align-content: start;
      }
      button {
        position: relative;
        width: 100%;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 12px;
        height: 40px;
        padding: 7px 10px 9px;
        border: 1px solid transparent;
        border-radius: 7px;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 0.875rem;
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        background: var(--tint);
      }
      button[aria-pressed='true'] {
        background: var(--tint);
        border-color: var(--accent);
        font-weight: 600;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .bar {
        position: absolute;
        inset: auto 10px 4px;
        height: 2px;
        border-radius: 1px;
        background: linear-gradient(90deg, var(--accent) var(--share), var(--line) var(--share));
      }
      .empty {
        height: 40px;
        border-radius: 7px;
        background: var(--well);
      }
      label {
        display: grid;
        gap: 5px;
      }
      input {
        width: 100%;
        min-height: 34px;
        padding: 4px 10px;
        border: 1px solid var(--edge);
        border-radius: 7px;
        background: var(--surface);
        color: inherit;
        font: inherit;
        font-size: 0.875rem;
      }
      input:disabled {
        border-color: var(--line);
      }
    `,
  ];

  /** Most probable first. */
  @property({ attribute: false }) scores: readonly ClassScore[] = [];
  /** Every class the model knows, by index. */
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Index of the class that is explained. */
  @property({ type: Number }) explained: number | undefined;

  #choose(index: number): void {
    if (index !== this.explained) emit(this, 'cam-lens-change', { class: index });
  }

  #search(event: Event): void {
    const input = event.target as HTMLInputElement;
    const index = classNamed(this.classes, input.value);
    input.setCustomValidity(index === undefined && input.value !== '' ? 'The network has no class of this name.' : '');
    input.reportValidity();
    if (index === undefined) return;
    input.value = '';
    this.#choose(index);
  }

  #listed(): readonly TemplateResult[] {
    if (this.scores.length === 0) return Array.from({ length: 5 }, () => html`<li class="empty"></li>`);
    return this.scores.map(
      ({ index, name, probability }) =>
        html`<li>
          <button
            type="button"
            data-class=${index}
            aria-pressed=${index === this.explained}
            title="Explain “${name}”"
            @click=${() => this.#choose(index)}
          >
            <span class="name">${searchNames(this.classes)[index] ?? name}</span> <span>${percent(probability)}</span>
            <span class="bar" style="--share: ${100 * probability}%" aria-hidden="true"></span>
          </button>
        </li>`,
    );
  }

  protected override render(): TemplateResult {
    const { explained, classes, scores } = this;
    const other = explained !== undefined && scores.length > 0 && !scores.some(({ index }) => index === explained);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Top classes — choose one to explain</h2>
      <ol>
        ${this.#listed()}
      </ol>
      <label class="quiet">
        ${other ? html`<span>Explained: <strong>${classes[explained]}</strong>. Another class:</span>` : 'Another class'}
        <input
          type="text"
          list="classes"
          autocomplete="off"
          placeholder=${classes.length > 0 ? `one of ${classes.length.toLocaleString('en')}` : ''}
          ?disabled=${classes.length === 0}
          @change=${(event: Event) => this.#search(event)}
        />
      </label>
      <datalist id="classes">${searchNames(classes).map((name) => html`<option value=${name}></option>`)}</datalist>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-classes': CamLensClasses;
  }
}
