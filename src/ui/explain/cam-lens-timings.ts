import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { milliseconds } from '../shared/words.ts';

/** Where the time of the last explanation went, by stage. */
export class CamLensTimings extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      dl {
        columns: 2;
        column-gap: 28px;
        margin: 0;
        font-size: var(--small);
      }
      div {
        display: flex;
        justify-content: space-between;
        gap: 10px;
        padding: 3px 0;
        break-inside: avoid;
      }
      dt {
        color: var(--soft);
      }
      dd {
        margin: 0;
        white-space: nowrap;
      }
    `,
  ];

  /** Milliseconds by stage. */
  @property({ attribute: false }) timings: Readonly<Record<string, number>> | undefined;

  protected override render(): TemplateResult {
    const entries = Object.entries(this.timings ?? {});
    return html`<section class="card roomy" aria-labelledby="title">
      <h2 id="title">Time of the last run</h2>
      <dl>
        ${entries.map(
          ([stage, time]) =>
            html`<div>
              <dt>${stage}</dt>
              <dd>${milliseconds(time)}</dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-timings': CamLensTimings;
  }
}
