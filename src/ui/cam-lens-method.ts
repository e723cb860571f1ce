import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { MethodInfo } from '../pipeline/lens.ts';
import { paperAddress } from './papers.ts';
import { card } from './styles/card.ts';
import { tokens } from './styles/tokens.ts';

/** What the chosen method computes, who proposed it, and what to know before believing it. */
export class CamLensMethod extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      .formula {
        margin: 4px 0 8px;
        font-family: ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', monospace;
        font-size: var(--small);
        overflow-wrap: anywhere;
      }
      .caution {
        margin-top: 12px;
        padding: 10px 12px;
        border-radius: 7px;
        background: var(--warn-tint);
        color: var(--warn);
        font-size: var(--small);
      }
    `,
  ];

  @property({ attribute: false }) method: MethodInfo | undefined;

  protected override render(): TemplateResult {
    const { method } = this;
    return html`<section class="card roomy" aria-labelledby="title">
      <h2 id="title">Method</h2>
      ${
        method === undefined
          ? ''
          : html`<p><strong>${method.title}</strong></p>
              <p class="formula">${method.formula}</p>
              <p class="quiet">${cite(method)}</p>
              ${method.caution === undefined ? '' : html`<p class="caution"><strong>Caution.</strong> ${method.caution}</p>`}`
      }
    </section>`;
  }
}

function cite({ name, paper }: MethodInfo): TemplateResult | string {
  const address = paperAddress(name);
  return address === undefined ? paper : html`<a href=${address} rel="noreferrer">${paper}</a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-method': CamLensMethod;
  }
}
