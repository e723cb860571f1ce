import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { judged, Problems } from '../../datasets/problems.ts';
import { errorCodes, type ErrorCode } from '../../error-codes.ts';
import { own } from '../../own.ts';
import { html } from '../shared/html.ts';
import { inEnglish } from '../shared/work-words.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { runStrings } from './spoken-run.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Maximum number of lines shown per list; a longer list can be saved in full. */
const mostShown = 100;

/**
 * The problems of a data set, by code and collapsed; and, separately, the annotations without a picture, of which many
 * may be intended. File names are shown as text, whatever they contain.
 */
export class CamLensProblems extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    css`
      summary {
        padding: 4px 0;
        cursor: pointer;
      }
      code {
        color: var(--soft);
        font-size: var(--small);
      }
      ul {
        max-height: 260px;
        overflow-y: auto;
        margin: 4px 0 10px;
        padding-left: 20px;
        font-size: var(--small);
        overflow-wrap: anywhere;
      }
      .button {
        margin-bottom: 10px;
      }
    `,
  ];

  @property({ attribute: false }) problems = new Problems();
  /** Changes with every problem, because `problems` stays the same object. */
  @property({ type: Number }) known = 0;

  readonly #spoken = new SpokenStrings(this, runStrings);

  #list(code: ErrorCode, title: unknown, lines: readonly string[]): TemplateResult {
    const more = lines.length - mostShown;
    const words = this.#spoken.strings.problems;
    return html`<details data-code=${code}>
      <summary>${title}</summary>
      <ul tabindex="0">
        ${lines.slice(0, mostShown).map((line) => html`<li lang="en">${line}</li>`)}
        ${more > 0 ? html`<li>${words.more(more)}</li>` : ''}
      </ul>
      ${
        more > 0
          ? html`<button
              type="button"
              class="button"
              @click=${() => download(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }), `cam-lens-${code}.txt`)}
            >
              ${words.saveAll(lines.length)}
            </button>`
          : ''
      }
    </details>`;
  }

  protected override render(): TemplateResult {
    const { problems: words, errors } = this.#spoken.strings;
    const { failed, notes, withoutPicture } = judged(this.problems);
    const wrong = [...failed, ...notes];
    const codes = [...new Set(wrong.map(({ code }) => code))];
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.title(wrong.length)}</h2>
      ${
        this.problems.size === 0
          ? html`<p class="quiet">${words.about}</p>`
          : codes.map((code) => {
              const lines = wrong.filter((problem) => problem.code === code).map(({ message }) => message);
              const title = html`${words.times(lines.length)} ${own(errors, code) ?? inEnglish(errorCodes[code])}
                <code>${code}</code>`;
              return this.#list(code, title, lines);
            })
      }
      ${
        withoutPicture.length === 0
          ? ''
          : this.#list('picture-missing', words.withoutPicture(withoutPicture.length), withoutPicture)
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-problems': CamLensProblems;
  }
}
