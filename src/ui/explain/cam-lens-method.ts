import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import { html } from '../shared/html.ts';
import { methodNote } from '../shared/method-notes.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** What the current method computes, who proposed it, and what to know before trusting it. */
export class CamLensMethod extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
        min-height: 4.4em;
        font-size: var(--small);
      }
      /* Room for what is known only later. */
      @media (max-width: 680px) {
        :host {
          min-height: 8.7em;
        }
      }
      p {
        margin: 0;
        max-width: 130ch;
        text-wrap: pretty;
      }
      code {
        font-family: ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', monospace;
        overflow-wrap: anywhere;
      }
      .source {
        color: var(--soft);
      }
      .caution {
        margin-top: 8px;
        padding: 8px 12px;
        border-radius: 7px;
        background: var(--warn-tint);
        color: var(--warn);
      }
    `,
  ];

  @property({ attribute: false }) method: MethodInfo | undefined;

  protected override render(): TemplateResult | '' {
    const { method } = this;
    if (method === undefined) return '';
    const { line = '' } = methodNote(method.name);
    return html`<p><strong>${method.title}</strong>${line === '' ? '' : `: ${line}`}</p>
      <p class="source"><code>${method.formula}</code> · ${cite(method)}</p>
      ${method.caution === undefined ? '' : html`<p class="caution"><strong>Caution.</strong> ${method.caution}</p>`}`;
  }
}

function cite({ name, paper }: MethodInfo): TemplateResult | string {
  const { address } = methodNote(name);
  return address === undefined ? paper : html`<a href=${address} rel="noreferrer">${paper}</a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-method': CamLensMethod;
  }
}
