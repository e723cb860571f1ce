import { css, html, LitElement, type TemplateResult } from 'lit';
import { methodNotes } from './method-notes.ts';
import { tokens } from './styles/tokens.ts';

/**
 * The page's name and what is to be seen, in one sentence with its sources.
 *
 * @slot - at the end of the line, for the theme switch
 */
export class CamLensMasthead extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      header {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 6px 16px;
        align-items: start;
      }
      h1 {
        margin: 0;
        font-size: clamp(1.25rem, 0.9rem + 1.4vw, 1.625rem);
        font-weight: 400;
        line-height: 1.2;
        letter-spacing: -0.015em;
        color: var(--soft);
        text-wrap: balance;
      }
      h1 strong {
        font-weight: 650;
        color: var(--ink);
      }
      @media (max-width: 680px) {
        header {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      p {
        grid-column: 1 / -1;
        margin: 0;
        max-width: 92ch;
        color: var(--soft);
        text-wrap: pretty;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<header>
      <h1><strong>cam-lens</strong> — see what the classifier looked at</h1>
      <slot></slot>
      <p>
        A network names what is in the photo; the heatmap is bright where it found the evidence for that class, and the
        box is drawn round the largest bright area. Methods:
        <a href=${methodNotes.cam.address} rel="noreferrer">CAM, Zhou et al. 2015</a>;
        <a href=${methodNotes['grad-cam'].address} rel="noreferrer">Grad-CAM, Selvaraju et al. 2017</a>.
      </p>
    </header>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-masthead': CamLensMasthead;
  }
}
