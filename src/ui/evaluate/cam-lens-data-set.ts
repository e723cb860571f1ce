import { css, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { NamedFile } from '../../datasets/folder-source.ts';
import { formatChoices, formats, type FormatChoice } from '../../datasets/formats.ts';
import { droppedFiles, pickedFiles } from '../../datasets/given-files.ts';
import { DropTarget, dropTargetStyles } from '../shared/drop-target.ts';
import { emit } from '../shared/events.ts';
import { namesOfGiven, nothingGiven, type GivenSet } from './given-set.ts';
import { html } from '../shared/html.ts';
import { beforeEnglish } from '../shared/work-words.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import type { DataSetStrings } from './run-strings.ts';
import { runStrings } from './spoken-run.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { field } from '../shared/styles/field.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * Accepts a data set: archives, folders and files, chosen or dropped anywhere on the page; and lists what was given.
 *
 * @fires cam-lens-given - files were given
 * @fires cam-lens-run - the given files are removed
 */
export class CamLensDataSet extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    field,
    dropTargetStyles,
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
      .format {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-bottom: 10px;
      }
      .format[hidden] {
        display: none;
      }
      .failed {
        color: var(--warn);
      }
    `,
  ];

  @property({ attribute: false }) given: GivenSet = nothingGiven;
  /** True while a run reads the files: then none can be added. */
  @property({ type: Boolean }) disabled = false;

  /** Why files could not be read; empty if they were. */
  @state() private failure = '';
  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;

  readonly #spoken = new SpokenStrings(this, runStrings);
  readonly #drop = new DropTarget(this, {
    invitation: () => this.#spoken.strings.dataSet.drop,
    isOpen: () => !this.disabled,
    onDrop: ({ items }) => {
      // The data of a drop are gone after the event; only the entries remain.
      const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
      void this.#give(droppedFiles(entries));
    },
  });

  async #give(files: Promise<readonly NamedFile[]>): Promise<void> {
    this.failure = '';
    try {
      const given = await files;
      if (given.length > 0) emit(this, 'cam-lens-given', { files: given });
    } catch (error) {
      this.failure = String(error);
    }
  }

  #choose(input: HTMLInputElement): void {
    const files = pickedFiles(input.files ?? []);
    // Allows choosing the same files again.
    input.value = '';
    void this.#give(Promise.resolve(files));
  }

  #formats(words: DataSetStrings): TemplateResult {
    const { format = 'auto', files } = this.given;
    const choose = ({ target }: Event): void =>
      emit(this, 'cam-lens-given', { files: [], format: (target as HTMLSelectElement).value as FormatChoice });
    const option = (choice: FormatChoice): TemplateResult =>
      html`<option value=${choice} ?selected=${choice === format}>
        ${choice === 'auto' ? words.guessed : formats[choice].title}
      </option>`;
    return html`<label class="format" ?hidden=${files.length === 0}>
      ${words.format}
      <select id="format" ?disabled=${this.disabled} @change=${choose}>
        ${formatChoices.map(option)}
      </select>
    </label>`;
  }

  protected override render(): TemplateResult {
    const words = this.#spoken.strings.dataSet;
    const names = namesOfGiven(this.given, words);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.title}</h2>
      <p>${words.about}</p>
      <div class="ways">
        <button type="button" class="button" ?disabled=${this.disabled} @click=${() => this.files.click()}>
          ${words.chooseFiles}
        </button>
        <button type="button" class="button" ?disabled=${this.disabled} @click=${() => this.folder.click()}>
          ${words.chooseFolder}
        </button>
        <input
          id="files"
          type="file"
          multiple
          hidden
          aria-label=${words.files}
          @change=${() => this.#choose(this.files)}
        />
        <input
          id="folder"
          type="file"
          webkitdirectory
          hidden
          aria-label=${words.folder}
          @change=${() => this.#choose(this.folder)}
        />
      </div>
      <div role="status">
        ${
          names.length === 0
            ? html`<p class="quiet">${words.nothing}</p>`
            : html`<ul aria-label=${words.given}>
                ${names.map((name) => html`<li>${name}</li>`)}
              </ul>`
        }
        ${this.failure === '' ? '' : html`<p class="failed">${beforeEnglish(words.unreadable, this.failure)}</p>`}
      </div>
      ${this.#formats(words)}
      ${
        names.length === 0
          ? ''
          : html`<button
              type="button"
              class="button"
              ?disabled=${this.disabled}
              @click=${() => emit(this, 'cam-lens-run', { command: 'take-back' })}
            >
              ${words.takeBack}
            </button>`
      }
      ${this.#drop.render()}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-data-set': CamLensDataSet;
  }
}
