import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { methodNote } from '../shared/method-notes.ts';
import { initialSettings, type Settings } from '../shared/settings.ts';
import { button } from '../shared/styles/button.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { methodListStyles } from './cam-lens-methods.styles.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { own } from '../../own.ts';

/** Three groups, by where a method looks and how long it takes. */
const groups: readonly { readonly title: string; readonly holds: (method: MethodInfo) => boolean }[] = [
  { title: 'At a layer', holds: ({ at, isSlow }) => at === 'layer' && !isSlow },
  { title: 'At the picture’s pixels', holds: ({ at, isSlow }) => at === 'input' && !isSlow },
  { title: 'Many runs of the network: slow', holds: ({ isSlow }) => isSlow },
];

/**
 * The shown methods, one of them in the pictures; and, behind a button, all methods, to add and remove.
 *
 * @fires cam-lens-change - another `method` in the pictures, other `methods` shown, or all of them to `compare`
 * @slot - at the end of the row
 */
export class CamLensMethods extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    controlStyles,
    methodListStyles,
    css`
      :host {
        display: block;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      slot {
        display: block;
        margin-inline-start: auto;
      }
      @media (max-width: 680px) {
        slot {
          margin: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) settings: Settings = initialSettings;
  @property({ attribute: false }) methods: readonly MethodInfo[] = [];

  @state() private open = false;

  #look({ name }: MethodInfo): void {
    emit(this, 'cam-lens-change', { method: name });
  }

  #show({ name }: MethodInfo, shown: boolean): void {
    const methods = this.settings.methods.filter((other) => other !== name);
    emit(
      this,
      'cam-lens-change',
      shown ? { methods: [...methods, name], method: name } : { methods, ...this.#next(name) },
    );
  }

  /** Removing the current method selects another. */
  #next(name: string): Partial<Settings> {
    return name === this.settings.method ? { method: '' } : {};
  }

  #reason({ refusals }: MethodInfo): string | undefined {
    return own(refusals, this.settings.layer);
  }

  #chip(method: MethodInfo): TemplateResult {
    const reason = this.#reason(method);
    return html`<label class="chip ${reason === undefined ? '' : 'refused'}" title=${reason ?? ''}>
      <input
        type="radio"
        name="method"
        .value=${method.name}
        .checked=${method.name === this.settings.method}
        ?disabled=${reason !== undefined}
        @change=${() => this.#look(method)}
      />${method.title}
    </label>`;
  }

  #entry(method: MethodInfo): TemplateResult {
    const { methods } = this.settings;
    const { name, title } = method;
    const reason = this.#reason(method);
    const shown = methods.includes(name);
    const note = reason ?? methodNote(name).line ?? method.formula;
    return html`<li class=${reason === undefined ? '' : 'refused'}>
      <label for="show-${name}">
        <input
          type="checkbox"
          id="show-${name}"
          .value=${name}
          .checked=${shown && reason === undefined}
          ?disabled=${reason !== undefined || (shown && methods.length === 1)}
          aria-describedby="note-${name}"
          @change=${(event: Event) => this.#show(method, (event.target as HTMLInputElement).checked)}
        />
        <span>
          <strong>${title}</strong>
          <small id="note-${name}">${note}</small>
        </span>
      </label>
    </li>`;
  }

  #list(): TemplateResult {
    return html`<div id="all" class="all" role="group" aria-label="All methods" ?hidden=${!this.open}>
      ${groups.map(({ title, holds }) => {
        const held = this.methods.filter(holds);
        if (held.length === 0) return '';
        return html`<section>
          <h3>${title}</h3>
          <ul>
            ${held.map((method) => this.#entry(method))}
          </ul>
        </section>`;
      })}
    </div>`;
  }

  protected override render(): TemplateResult {
    const shown = this.methods.filter(({ name }) => this.settings.methods.includes(name));
    return html`<div class="row">
        <fieldset class="chips" ?disabled=${this.methods.length === 0}>
          <legend class="hidden-text">Method shown</legend>
          ${
            this.methods.length === 0
              ? html`<span class="chip waiting"></span><span class="chip waiting"></span>`
              : shown.map((method) => this.#chip(method))
          }
        </fieldset>
        <button
          type="button"
          class="button"
          aria-expanded=${this.open}
          aria-controls="all"
          ?disabled=${this.methods.length === 0}
          @click=${() => (this.open = !this.open)}
        >
          ${this.open ? 'Fewer methods' : 'More methods'}
        </button>
        <button
          type="button"
          class="button"
          data-compare="methods"
          aria-pressed=${this.settings.compare === 'methods'}
          ?disabled=${this.methods.length === 0}
          title="All methods at the same layer, side by side"
          @click=${() =>
            emit(this, 'cam-lens-change', { compare: this.settings.compare === 'methods' ? 'nothing' : 'methods' })}
        >
          Compare methods
        </button>
        <slot></slot>
      </div>
      ${this.#list()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-methods': CamLensMethods;
  }
}
