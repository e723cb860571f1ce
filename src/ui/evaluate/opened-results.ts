/** The saved results that are compared: a button that opens more, and one that closes each. */
import type { TemplateResult } from 'lit';
import { html } from '../shared/html.ts';
import type { ComparisonOffer } from './comparing.ts';
import { count } from './run-words.ts';

export interface OpenedResults {
  readonly opened: ComparisonOffer['runs'];
  readonly isBusy: boolean;
  readonly onOpen: (files: readonly File[]) => void;
  readonly onClose: (name: string) => void;
}

export function openedResults({ opened, isBusy, onOpen, onClose }: OpenedResults): TemplateResult {
  const inputOf = ({ currentTarget }: Event): HTMLInputElement =>
    (currentTarget as HTMLElement).parentElement!.querySelector('input')!;
  return html`<div class="bar">
      <button type="button" class="button" ?disabled=${isBusy} @click=${(event: Event) => inputOf(event).click()}>
        Open saved results …
      </button>
      <input
        type="file"
        accept=".json"
        multiple
        hidden
        aria-label="Saved results"
        @change=${(event: Event) => {
          const input = inputOf(event);
          const files = [...(input.files ?? [])];
          // Allows choosing the same files again.
          input.value = '';
          onOpen(files);
        }}
      />
    </div>
    ${
      opened.length === 0
        ? ''
        : html`<ul class="files" aria-label="Opened results">
            ${opened.map(
              ({ name, pictures }) =>
                html`<li>
                  ${name}, ${count(pictures, 'picture')}
                  <button type="button" class="button" aria-label=${`Close ${name}`} @click=${() => onClose(name)}>
                    Close
                  </button>
                </li>`,
            )}
          </ul>`
    }`;
}
