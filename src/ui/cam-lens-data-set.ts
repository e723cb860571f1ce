import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { NamedFile } from '../datasets/folder-source.ts';
import { droppedFiles, pickedFiles } from '../datasets/given-files.ts';
import { emit } from './events.ts';
import { namesOfGiven, nothingGiven, type GivenSet } from './given-set.ts';
import { button } from './styles/button.ts';
import { card } from './styles/card.ts';
import { tokens } from './styles/tokens.ts';

/**
 * The ways in for a data set: archives, folders and files, chosen or dropped anywhere on the page; and what was given.
 *
 * @fires cam-lens-given - files were given
 * @fires cam-lens-run - what was given is taken back
 */
export class CamLensDataSet extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 14px 0;
      }
      ul {
        margin: 0 0 10px;
        padding-left: 18px;
        overflow-wrap: anywhere;
      }
      .failed {
        color: var(--warn);
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

  @property({ attribute: false }) given: GivenSet = nothingGiven;
  /** Nothing can be given while a run reads what there is. */
  @property({ type: Boolean }) disabled = false;

  @state() private hovering = false;
  @state() private failure = '';
  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;

  /** Entering a child fires before leaving its parent; only the balance tells whether the files are still here. */
  #depth = 0;
  readonly #listeners: Readonly<Record<string, (event: DragEvent) => void>> = {
    dragenter: (event) => this.#hover(event, 1),
    dragleave: (event) => this.#hover(event, -1),
    dragover: (event) => {
      if (holdsFiles(event)) event.preventDefault();
    },
    drop: (event) => this.#drop(event),
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
    this.hovering = this.#depth > 0 && !this.disabled;
  }

  #drop(event: DragEvent): void {
    if (!holdsFiles(event)) return;
    // Even where they are not wanted: the browser would leave the page and show the file.
    event.preventDefault();
    this.#depth = 0;
    this.hovering = false;
    if (this.disabled) return;
    // What a drop holds is gone after the event; only the entries stay.
    const entries = [...(event.dataTransfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
    void this.#give(droppedFiles(entries));
  }

  async #give(files: Promise<readonly NamedFile[]>): Promise<void> {
    this.failure = '';
    try {
      const given = await files;
      if (given.length > 0) emit(this, 'cam-lens-given', { files: given });
    } catch (error) {
      this.failure = `What was dropped could not be read: ${String(error)}`;
    }
  }

  #choose(input: HTMLInputElement): void {
    const files = pickedFiles(input.files ?? []);
    // The same files can be chosen again.
    input.value = '';
    void this.#give(Promise.resolve(files));
  }

  protected override render(): TemplateResult {
    const names = namesOfGiven(this.given);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Data set</h2>
      <p>
        Pictures and their annotations (PASCAL VOC’s XML, as Stanford Dogs has them): tar archives, packed or not, or
        folders, in any mixture. A CSV with the columns id and split says which pictures choose the threshold (train)
        and which are reported (test); a JSON that maps names to class indices stands in for the breeds of Stanford
        Dogs. Everything stays on this device.
      </p>
      <div class="ways">
        <button type="button" class="button" ?disabled=${this.disabled} @click=${() => this.files.click()}>
          Choose files …
        </button>
        <button type="button" class="button" ?disabled=${this.disabled} @click=${() => this.folder.click()}>
          Choose a folder …
        </button>
        <input id="files" type="file" multiple hidden aria-label="Files" @change=${() => this.#choose(this.files)} />
        <input
          id="folder"
          type="file"
          webkitdirectory
          hidden
          aria-label="Folder"
          @change=${() => this.#choose(this.folder)}
        />
      </div>
      <div role="status">
        ${
          names.length === 0
            ? html`<p class="quiet">Nothing given yet. Files can also be dropped anywhere on this page.</p>`
            : html`<ul aria-label="Given">
                ${names.map((name) => html`<li>${name}</li>`)}
              </ul>`
        }
        ${this.failure === '' ? '' : html`<p class="failed">${this.failure}</p>`}
      </div>
      ${
        names.length === 0
          ? ''
          : html`<button
              type="button"
              class="button"
              ?disabled=${this.disabled}
              @click=${() => emit(this, 'cam-lens-run', { command: 'take-back' })}
            >
              Take back
            </button>`
      }
      ${this.hovering ? html`<div class="over">Drop the data set, or a part of it</div>` : ''}
    </section>`;
  }
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-data-set': CamLensDataSet;
  }
}
