import { css, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { DropTarget, dropTargetStyles } from '../shared/drop-target.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * Accepts the visitor's own pictures: choose, drop anywhere on the page, or paste.
 *
 * @fires cam-lens-files - files were given, in the order given
 * @csspart button - opens the file dialog
 */
export class CamLensDropzone extends LitElement {
  static override readonly styles = [
    tokens,
    dropTargetStyles,
    css`
      :host {
        display: block;
        height: 100%;
      }
      button {
        width: 100%;
        height: 100%;
        min-height: 64px;
        padding: 8px 16px;
        display: flex;
        align-items: center;
        gap: 12px;
        text-align: start;
        border: 1px dashed var(--edge);
        border-radius: 8px;
        background: none;
        color: var(--soft);
        font: inherit;
        font-size: var(--small);
        line-height: 1.35;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--accent);
        background: var(--tint);
      }
      strong {
        display: block;
        font-weight: 600;
        color: var(--ink);
      }
      svg {
        width: 22px;
        height: 22px;
        flex: none;
        color: var(--accent);
      }
    `,
  ];

  @property() label = 'Explain a photo of your own';
  @property() hint = 'Choose, drop or paste it. It stays on this device.';

  @query('input') private readonly input!: HTMLInputElement;

  readonly #drop = new DropTarget(this, {
    invitation: 'Drop a photo to explain it, or a model (.onnx) to use it',
    onDrop: ({ files }) => this.#give(files),
  });
  readonly #paste = ({ clipboardData }: ClipboardEvent): void => this.#give(clipboardData?.files);

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

  protected override render(): TemplateResult {
    return html`<button type="button" part="button" @click=${() => this.input.click()}>
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
          <path d="M12 16V5m0 0L7.5 9.5M12 5l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" />
        </svg>
        <span><strong>${this.label}</strong>${this.hint}</span>
      </button>
      <input type="file" accept="image/*" multiple hidden aria-label=${this.label} @change=${() => this.#choose()} />
      ${this.#drop.render()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-dropzone': CamLensDropzone;
  }
}
