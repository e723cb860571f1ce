import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { describeError } from '../../errors.ts';
import { describeTarget, type Target } from '../../pipeline/recipe/target.ts';
import type { ClassScore } from '../../pipeline/types.ts';
import { readClass, readClasses, searchNames } from './class-names.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { field } from '../shared/styles/field.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { classInWords, contrast, contrastOf, type Contrast } from './target-words.ts';
import { percent } from '../shared/words.ts';

/**
 * The network's first five classes with their probabilities, each a button that explains it, or contrasts the explained
 * class with it ("why this and not that"); and fields for any other class, or several.
 *
 * @fires cam-lens-change - another target, as `class`
 */
export class CamLensClasses extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    field,
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
      li {
        display: flex;
        gap: 6px;
        align-items: center;
      }
      button {
        border: 1px solid transparent;
        border-radius: 7px;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 0.875rem;
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
      .class {
        position: relative;
        flex: 1;
        min-width: 0;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 12px;
        height: 40px;
        padding: 7px 10px 9px;
        text-align: start;
      }
      .not {
        flex: none;
        min-height: 28px;
        padding: 2px 9px;
        border-color: var(--line);
        color: var(--soft);
        font-size: var(--small);
      }
      .not[aria-pressed='true'] {
        color: var(--ink);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr));
        gap: 10px;
        margin-top: 8px;
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
      @media (forced-colors: active) {
        .bar {
          forced-color-adjust: none;
          --accent: Highlight;
          --line: GrayText;
        }
        button[aria-pressed='true'] {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
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
    `,
  ];

  /** Most probable first. */
  @property({ attribute: false }) scores: readonly ClassScore[] = [];
  /** Every class of the model, by index. */
  @property({ attribute: false }) classes: readonly string[] = [];
  /** The target. */
  @property({ attribute: false }) target: Target = 'predicted';

  get #contrast(): Contrast {
    return contrastOf(this.target, this.scores[0]?.index);
  }

  #choose(target: Target): void {
    if (target !== this.#contrast.index || this.#contrast.against !== undefined) {
      emit(this, 'cam-lens-change', { class: target });
    }
  }

  /** Contrasts the explained class with another one, or with none. */
  #oppose(against: number | undefined): void {
    const { index } = this.#contrast;
    if (index === undefined || against === index) return;
    emit(this, 'cam-lens-change', { class: against === undefined ? index : contrast(index, against) });
  }

  /** Reads a class from a field and clears it, or shows there why it is not valid. */
  #take<Read>(event: Event, read: (text: string) => Read, use: (found: Read) => void): void {
    const input = event.target as HTMLInputElement;
    input.setCustomValidity('');
    if (input.value.trim() === '') return;
    try {
      use(read(input.value));
      input.value = '';
    } catch (error) {
      input.setCustomValidity(describeError(error).message);
      input.reportValidity();
    }
  }

  #listed(): readonly TemplateResult[] {
    if (this.scores.length === 0) return Array.from({ length: 5 }, () => html`<li class="empty"></li>`);
    const names = searchNames(this.classes);
    const { index: explained, against } = this.#contrast;
    const base = explained === undefined ? '' : (names[explained] ?? '');
    return this.scores.map(({ index, name, probability }) => {
      const words = names[index] ?? name;
      return html`<li>
        <button
          type="button"
          class="class"
          data-class=${index}
          aria-pressed=${index === explained}
          title="Explain “${name}”"
          @click=${() => this.#choose(index)}
        >
          <span class="name">${words}</span> <span>${percent(probability)}</span>
          <span class="bar" .style=${`--share: ${100 * probability}%`} aria-hidden="true"></span>
        </button>
        ${
          explained === undefined || index === explained
            ? ''
            : html`<button
                type="button"
                class="not"
                data-against=${index}
                aria-pressed=${index === against}
                aria-label="Why ${base} and not ${words}"
                title="Why “${base}” and not “${words}”"
                @click=${() => this.#oppose(index === against ? undefined : index)}
              >
                not
              </button>`
        }
      </li>`;
    });
  }

  #field(name: string, label: TemplateResult | string, hint: string, take: (event: Event) => void): TemplateResult {
    const ready = this.classes.length > 0;
    return html`<label class="quiet">
      ${label}
      <input
        type="text"
        class="field"
        name=${name}
        list="classes"
        autocomplete="off"
        placeholder=${ready ? hint : ''}
        ?disabled=${!ready}
        @change=${take}
      />
    </label>`;
  }

  /** The target, if no button above shows it. */
  #elsewhere(): TemplateResult | '' {
    const { scores, classes, target } = this;
    const { index, against } = this.#contrast;
    if (scores.length === 0 || (against === undefined && scores.some((score) => score.index === index))) return '';
    const explained = describeTarget(target, scores[0]?.index ?? 0, classes);
    return html`<p class="quiet">Explained: <strong>${classInWords(explained, classes)}</strong></p>`;
  }

  protected override render(): TemplateResult {
    const { classes } = this;
    const count = classes.length.toLocaleString('en');
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Top classes — choose one to explain</h2>
      <ol>
        ${this.#listed()}
      </ol>
      ${this.#elsewhere()}
      <div class="fields">
        ${this.#field('class', 'Another class, or several', `one of ${count}, or A + B`, (event) =>
          this.#take(
            event,
            (text) => readClasses(text, classes),
            (target) => this.#choose(target),
          ),
        )}
        ${this.#field('against', '… and not', 'any other class', (event) =>
          this.#take(
            event,
            (text) => readClass(text, classes),
            (index) => this.#oppose(index),
          ),
        )}
      </div>
      <datalist id="classes">${searchNames(classes).map((name) => html`<option value=${name}></option>`)}</datalist>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-classes': CamLensClasses;
  }
}
