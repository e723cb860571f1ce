import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { emit } from './events.ts';
import { tokens } from './styles/tokens.ts';

/**
 * The ways in for a picture of one's own: choose it, drop it anywhere on the page, or paste it.
 *
 * @fires cam-lens-files - files were given, in the order given
 * @csspart button - what opens the file dialog
 */
export class CamLensDropzone extends LitElement {
  static override readonly styles = [
    tokens,
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
      .over {
        position: fixed;
        inset: 12px;
        z-index: 20;
        display: grid;
        place-items: center;
        border: 2px dashed var(--accent);
        border-radius: 16px;
        background: color-mix(in srgb, var(--tint) 92%, transparent);
        color: var(--accent);
        font-size: 1.25rem;
        font-weight: 600;
        pointer-events: none;
      }
    `,
  ];

  @property() label = 'Explain a photo of your own';
  @property() hint = 'Choose, drop or paste it. It stays on this device.';

  /** A file hovers over the page. */
  @state() private hovering = false;
  @query('input') private readonly input!: HTMLInputElement;

  /** Entering a child fires before leaving its parent; only the balance tells whether the file is still here. */
  #depth = 0;
  readonly #listeners: Readonly<Record<string, (event: never) => void>> = {
    dragenter: (event: DragEvent) => this.#hover(event, 1),
    dragleave: (event: DragEvent) => this.#hover(event, -1),
    dragover: (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    },
    drop: (event: DragEvent) => this.#drop(event),
    paste: (event: ClipboardEvent) => this.#give(event.clipboardData?.files),
  };

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.#listeners)) {
      window.addEventListener(name, listener as EventListener);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [name, listener] of Object.entries(this.#listeners)) {
      window.removeEventListener(name, listener as EventListener);
    }
  }

  #hover(event: DragEvent, step: number): void {
    if (!holdsFiles(event)) return;
    this.#depth = Math.max(0, this.#depth + step);
    this.hovering = this.#depth > 0;
  }

  #drop(event: DragEvent): void {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    this.#depth = 0;
    this.hovering = false;
    this.#give(event.dataTransfer?.files);
  }

  #choose(): void {
    this.#give(this.input.files);
    // The same file can be chosen again.
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
      ${this.hovering ? html`<div class="over">Drop a photo to explain it, or a model (.onnx) to use it</div>` : ''}`;
  }
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-dropzone': CamLensDropzone;
  }
}
