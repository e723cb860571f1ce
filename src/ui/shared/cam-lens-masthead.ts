import { css, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { html } from './html.ts';
import { methodNotes } from './method-notes.ts';
import { tokens } from './styles/tokens.ts';

/** The pages, by the value of `page`. */
const pages = {
  explain: { address: './', title: 'Explain a photo' },
  evaluate: { address: './evaluate.html', title: 'Evaluate a data set' },
  model: { address: './model.html', title: 'Look into a model' },
  embed: { address: './embed.html', title: 'Embed in your page' },
  benchmark: { address: './benchmark.html', title: 'Measure shaders' },
} as const;

/**
 * The page's name, one sentence about it with sources, and links to the other pages.
 *
 * @slot - at the end of the line, for the theme switch
 * @slot intro - replaces the introduction
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
      nav {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 0 18px;
        font-size: var(--small);
      }
      nav a {
        display: flex;
        align-items: center;
        min-height: 24px;
      }
      nav a[aria-current] {
        color: var(--ink);
        font-weight: 600;
        text-decoration: none;
      }
      slot[name] {
        display: contents;
      }
      ::slotted([slot='intro']) {
        grid-column: 1 / -1;
        margin: 0;
        max-width: 92ch;
        color: var(--soft);
        text-wrap: pretty;
      }
    `,
  ];

  /** Which of the pages this is. */
  @property() page: keyof typeof pages = 'explain';

  protected override render(): TemplateResult {
    return html`<header>
      <h1><strong>cam-lens</strong> — see what the classifier looked at</h1>
      <slot></slot>
      <nav aria-label="Pages">
        ${Object.entries(pages).map(
          ([name, { address, title }]) =>
            html`<a href=${address} aria-current=${name === this.page ? 'page' : nothing}>${title}</a>`,
        )}
      </nav>
      <slot name="intro">
        <p>
          A network names what is in the photo; the heatmap is bright where it found the evidence for that class, and
          the box is drawn around the largest bright area. Methods:
          <a href=${methodNotes.cam.address} rel="noreferrer">CAM, Zhou et al. 2015</a>;
          <a href=${methodNotes['grad-cam'].address} rel="noreferrer">Grad-CAM, Selvaraju et al. 2017</a>.
        </p>
      </slot>
    </header>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-masthead': CamLensMasthead;
  }
}
