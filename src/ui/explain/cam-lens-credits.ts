import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { html } from '../shared/html.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Who took the sample photos, and their licences. */
export class CamLensCredits extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      footer {
        color: var(--soft);
        font-size: var(--small);
        max-width: 110ch;
        text-wrap: pretty;
        min-height: 2.9em;
      }
    `,
  ];

  @property({ attribute: false }) pictures: readonly PictureSource[] = [];

  protected override render(): TemplateResult {
    const credits = this.pictures.flatMap(({ credit, subject, name }) =>
      credit === undefined
        ? []
        : [
            html`<a href=${credit.origin} rel="noreferrer">${subject ?? name}</a> by ${credit.author}
              (${credit.licence})`,
          ],
    );
    return html`<footer>
      ${credits.length === 0 ? '' : html`Sample photos: ${credits.map((credit, index) => [index === 0 ? '' : ', ', credit])}. `}
      Everything runs in this browser; no photo leaves it.
    </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-credits': CamLensCredits;
  }
}
