import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { describeError } from '../../errors.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { dialogStyles } from '../shared/styles/dialog.ts';
import { field } from '../shared/styles/field.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { releaseFile, takeUrl } from './own-pictures.ts';

/**
 * Downloads a picture from a web address that the visitor enters.
 *
 * @fires cam-lens-picture - the picture is here
 * @fires cam-lens-dialog-close - it is here, or was cancelled
 */
export class CamLensUrlDialog extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    field,
    dialogStyles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        margin-top: 12px;
      }
      .field {
        flex: 1 1 240px;
        min-width: 0;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  /** Fetched as soon as the dialog opens; empty: the visitor enters one. */
  @property() address = '';

  @state() private isBusy = false;
  @state() private fault = '';

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input') private readonly input!: HTMLInputElement;
  /** The current download. */
  #fetching: AbortController | undefined;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open') && !changed.has('address')) return;
    if (!this.open) {
      this.dialog.close();
      return;
    }
    if (!this.dialog.open) this.dialog.showModal();
    this.input.value = this.address;
    this.input.focus();
    if (this.address !== '') void this.#fetch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  async #fetch(): Promise<void> {
    this.#end();
    const fetching = (this.#fetching = new AbortController());
    this.isBusy = true;
    try {
      const source = await takeUrl(this.input.value.trim(), fetching.signal);
      if (this.#fetching !== fetching) {
        releaseFile(source);
        return;
      }
      emit(this, 'cam-lens-picture', { source });
      this.#close();
    } catch (error) {
      if (this.#fetching !== fetching) return;
      this.fault = describeError(error).message;
      this.input.focus();
    } finally {
      if (this.#fetching === fetching) this.isBusy = false;
    }
  }

  #end(): void {
    this.#fetching?.abort();
    this.#fetching = undefined;
    this.isBusy = false;
    this.fault = '';
  }

  #close(): void {
    this.#end();
    if (this.open) emit(this, 'cam-lens-dialog-close', null);
  }

  #submit(event: Event): void {
    event.preventDefault();
    void this.#fetch();
  }

  protected override render(): TemplateResult {
    const { isBusy, fault } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.#close()}>
      <div class="head">
        <h2 id="title">A photo from the web</h2>
        <button type="button" class="button" @click=${() => this.#close()}>Cancel</button>
      </div>
      <p id="about">
        Your browser fetches it directly, without cookies. This works for servers that let other pages read their
        pictures (CORS).
      </p>
      <form @submit=${(event: Event) => this.#submit(event)}>
        <input
          class="field"
          type="url"
          required
          placeholder="https://…"
          aria-label="Web address of the photo"
          aria-describedby="about"
        />
        <button type="submit" class="button main" ?disabled=${isBusy}>Explain it</button>
      </form>
      <p role="status" class="busy">${isBusy ? 'Fetching the photo …' : ''}</p>
      ${fault === '' ? '' : html`<p role="alert" class="fault">${fault}</p>`}
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-url-dialog': CamLensUrlDialog;
  }
}
