import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { interfaceTables, type DocumentedElement, type InterfaceTable } from './documented.ts';

/** All that can be set of an element, and all that it does, as tables. */
export class CamLensInterface extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      h2 {
        font-size: 1.0625rem;
        color: var(--ink);
      }
      h3 {
        margin: 22px 0 4px;
        font-size: 0.9375rem;
      }
      p {
        max-width: 92ch;
      }
      th,
      td {
        text-align: start;
        white-space: normal;
        min-width: 9ch;
      }
      td:last-child {
        min-width: 28ch;
      }
      td:first-child {
        padding-left: 0;
        white-space: nowrap;
      }
      code {
        font-size: var(--small);
        overflow-wrap: break-word;
      }
    `,
  ];

  @property({ attribute: false }) element: DocumentedElement | undefined;

  protected override render(): TemplateResult {
    const { element } = this;
    if (element === undefined) return html``;
    return html`<section class="card" aria-label=${element.tagName}>
      <h2><code>${`<${element.tagName}>`}</code></h2>
      <p>${withCode(element.description)}</p>
      ${interfaceTables(element).map((table) => tableOf(table))}
    </section>`;
  }
}

function tableOf({ title, columns, rows }: InterfaceTable): TemplateResult {
  return html`<h3>${title}</h3>
    <div class="scroll" tabindex="0" role="group" aria-label=${title}>
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (cells) =>
              html`<tr>
                ${cells.map((cell) => html`<td>${withCode(cell)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** What is between backticks as code. */
function withCode(text: string): readonly (string | TemplateResult)[] {
  // Docstrings are wrapped.
  const onOneLine = text.replace(/\s*\n\s*/g, ' ');
  return onOneLine.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-interface': CamLensInterface;
  }
}
