import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { judged, Problems } from '../../datasets/problems.ts';
import { errorCodes, type ErrorCode } from '../../error-codes.ts';
import { html } from '../shared/html.ts';
import { count } from './run-words.ts';
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

  #list(code: ErrorCode, title: unknown, lines: readonly string[]): TemplateResult {
    const more = lines.length - mostShown;
    return html`<details data-code=${code}>
      <summary>${title}</summary>
      <ul tabindex="0">
        ${lines.slice(0, mostShown).map((line) => html`<li>${line}</li>`)}
        ${more > 0 ? html`<li>and ${more.toLocaleString('en')} more</li>` : ''}
      </ul>
      ${
        more > 0
          ? html`<button
              type="button"
              class="button"
              @click=${() => download(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }), `cam-lens-${code}.txt`)}
            >
              Save all ${lines.length.toLocaleString('en')} as text
            </button>`
          : ''
      }
    </details>`;
  }

  protected override render(): TemplateResult {
    const { failed, notes, withoutPicture } = judged(this.problems);
    const wrong = [...failed, ...notes];
    const codes = [...new Set(wrong.map(({ code }) => code))];
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${wrong.length === 0 ? 'No problems' : count(wrong.length, 'problem')}</h2>
      ${
        this.problems.size === 0
          ? html`<p class="quiet">Files that cannot be used are listed here; all others are measured.</p>`
          : codes.map((code) => {
              const own = wrong.filter((problem) => problem.code === code).map(({ message }) => message);
              const title = html`${own.length.toLocaleString('en')} × ${errorCodes[code]} <code>${code}</code>`;
              return this.#list(code, title, own);
            })
      }
      ${
        withoutPicture.length === 0
          ? ''
          : this.#list(
              'picture-missing',
              `${count(withoutPicture.length, 'annotation has', 'annotations have')} no picture among those ` +
                `given, and ${withoutPicture.length === 1 ? 'is' : 'are'} ignored`,
              withoutPicture,
            )
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-problems': CamLensProblems;
  }
}
