import { css, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { DropTarget, dropTargetStyles } from '../shared/drop-target.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Addresses that are pasted are fetched; other texts mean something else. */
const webAddress = /^https?:\/\/\S+$/;

/**
 * Accepts the visitor's own pictures: choose, drop anywhere on the page, paste, photograph, or enter a web address.
 *
 * @fires cam-lens-files - files were given, in the order given
 * @fires cam-lens-picture - a picture was fetched
 * @csspart button - opens the file dialog
 */
export class CamLensDropzone extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    dropTargetStyles,
    css`
      :host {
        display: block;
        height: 100%;
      }
      .zone {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 8px;
        height: 100%;
        padding-inline-end: 8px;
        border: 1px dashed var(--edge);
        border-radius: 8px;
      }
      .zone:hover {
        border-color: var(--accent);
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding: 6px 8px;
      }
      .choose {
        flex: 1 1 200px;
        min-height: 64px;
        padding: 8px 16px;
        display: flex;
        align-items: center;
        gap: 12px;
        text-align: start;
        border: 0;
        border-radius: 8px;
        background: none;
        color: var(--soft);
        font: inherit;
        font-size: var(--small);
        line-height: 1.35;
        cursor: pointer;
      }
      .choose:hover {
        background: var(--tint);
      }
      strong {
        display: block;
        font-weight: 600;
        color: var(--ink);
      }
      .choose svg {
        width: 22px;
        height: 22px;
        flex: none;
        color: var(--accent);
      }
    `,
  ];

  @property() label = 'Explain a photo of your own';
  @property() hint = 'Choose, drop or paste it. It stays on this device.';

  /** The open dialog. */
  @state() private dialog: 'none' | 'web' | 'camera' = 'none';
  /** An address that was pasted. */
  @state() private address = '';

  @query('input') private readonly input!: HTMLInputElement;

  readonly #drop = new DropTarget(this, {
    invitation: () => 'Drop a photo to explain it, or a model (.onnx) to use it',
    onDrop: ({ files }) => this.#give(files),
  });
  readonly #paste = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    this.#give(clipboardData?.files);
    // Not what is pasted into a field.
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const text = clipboardData?.getData('text/plain').trim() ?? '';
    if (clipboardData?.files.length === 0 && webAddress.test(text)) this.#openWeb(text);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('paste', this.#paste);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('paste', this.#paste);
  }

  #choose(): void {
    this.#give(this.input.files);
    // Allows choosing the same file again.
    this.input.value = '';
  }

  #give(list: FileList | null | undefined): void {
    const files = [...(list ?? [])];
    if (files.length > 0) emit(this, 'cam-lens-files', { files });
  }

  #openWeb(address: string): void {
    this.address = address;
    this.dialog = 'web';
  }

  protected override render(): TemplateResult {
    const close = (): void => void (this.dialog = 'none');
    return html`<div class="zone">
        <button type="button" class="choose" part="button" @click=${() => this.input.click()}>
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
            <path d="M12 16V5m0 0L7.5 9.5M12 5l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" />
          </svg>
          <span><strong>${this.label}</strong>${this.hint}</span>
        </button>
        <div class="more">
          <button type="button" class="button" data-open="web" @click=${() => this.#openWeb('')}>Web address</button>
          <button type="button" class="button" data-open="camera" @click=${() => (this.dialog = 'camera')}>
            Camera
          </button>
        </div>
      </div>
      <input type="file" accept="image/*" multiple hidden aria-label=${this.label} @change=${() => this.#choose()} />
      <cam-lens-url-dialog
        ?open=${this.dialog === 'web'}
        .address=${this.address}
        @cam-lens-dialog-close=${close}
      ></cam-lens-url-dialog>
      <cam-lens-camera-dialog
        ?open=${this.dialog === 'camera'}
        @cam-lens-dialog-close=${close}
      ></cam-lens-camera-dialog>
      ${this.#drop.render()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-dropzone': CamLensDropzone;
  }
}
