/** Files dropped anywhere on the page. */
import { css, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { html } from './html.ts';

export interface DropTargetOptions {
  readonly onDrop: (transfer: DataTransfer) => void;
  /** The message shown while files hover over the page. */
  readonly invitation: () => string;
  /** While false, files are neither accepted nor invited; default: always true. */
  readonly isOpen?: () => boolean;
}

/** Shown by `DropTarget.render`. */
export const dropTargetStyles = css`
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
    text-align: center;
    pointer-events: none;
  }
`;

export class DropTarget implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: DropTargetOptions;
  /** Entering a child fires before leaving its parent; only the balance shows whether the files are still here. */
  #depth = 0;
  #listening = new AbortController();

  constructor(host: ReactiveControllerHost, options: DropTargetOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    const { signal } = (this.#listening = new AbortController());
    const on = (name: 'dragenter' | 'dragleave' | 'dragover' | 'drop', does: (event: DragEvent) => void): void =>
      window.addEventListener(name, (event) => holdsFiles(event) && does(event), { signal });
    on('dragenter', () => this.#hover(this.#depth + 1));
    on('dragleave', () => this.#hover(this.#depth - 1));
    on('dragover', (event) => event.preventDefault());
    on('drop', (event) => this.#drop(event));
  }

  hostDisconnected(): void {
    this.#listening.abort();
    this.#depth = 0;
  }

  /** The invitation over the whole page while files hover; with `dropTargetStyles`. */
  render(): TemplateResult | '' {
    return this.#depth > 0 && this.#isOpen ? html`<div class="over">${this.#options.invitation()}</div>` : '';
  }

  get #isOpen(): boolean {
    return this.#options.isOpen?.() ?? true;
  }

  #hover(depth: number): void {
    this.#depth = Math.max(0, depth);
    this.#host.requestUpdate();
  }

  #drop(event: DragEvent): void {
    // A part of the page with a use of its own for the files has taken them.
    const isTaken = event.defaultPrevented;
    // Even when not accepted: otherwise the browser would leave the page and show the file.
    event.preventDefault();
    this.#hover(0);
    if (!isTaken && event.dataTransfer !== null && this.#isOpen) this.#options.onDrop(event.dataTransfer);
  }
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
