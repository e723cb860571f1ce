import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Problem } from '../datasets/problems.ts';
import { errorCodes, type ErrorCode } from '../errors.ts';
import { count } from './run-words.ts';
import { card } from './styles/card.ts';
import { tokens } from './styles/tokens.ts';

/** Messages shown of each code; all are in the exported JSON. */
const mostShown = 100;

/** What is wrong with a data set, by code and collapsed. Names of files are text, whatever stands in them. */
export class CamLensProblems extends LitElement {
  static override readonly styles = [
    tokens,
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
    `,
  ];

  @property({ attribute: false }) problems: readonly Problem[] = [];

  #group(code: ErrorCode, problems: readonly Problem[]): TemplateResult {
    const more = problems.length - mostShown;
    return html`<details data-code=${code}>
      <summary>${problems.length.toLocaleString('en')} × ${errorCodes[code]} <code>${code}</code></summary>
      <ul>
        ${problems.slice(0, mostShown).map(({ message }) => html`<li>${message}</li>`)}
        ${more > 0 ? html`<li>${more.toLocaleString('en')} more; the exported JSON has them all.</li>` : ''}
      </ul>
    </details>`;
  }

  protected override render(): TemplateResult {
    const codes = [...new Set(this.problems.map(({ code }) => code))];
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.problems.length === 0 ? 'No problems' : count(this.problems.length, 'problem')}</h2>
      ${
        this.problems.length === 0
          ? html`<p class="quiet">Files that cannot be used are named here, and the others are measured.</p>`
          : codes.map((code) =>
              this.#group(
                code,
                this.problems.filter((problem) => problem.code === code),
              ),
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
