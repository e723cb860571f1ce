import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { card } from './styles/card.ts';
import { tokens } from './styles/tokens.ts';
import { milliseconds } from './words.ts';

/** Where the time of the last explanation went, stage by stage. */
export class CamLensTimings extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      .card {
        min-height: 132px;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 3px 12px;
        align-items: center;
        margin: 0;
        font-size: var(--small);
      }
      dd {
        margin: 0;
        text-align: end;
      }
      .bar {
        height: 6px;
        border-radius: 3px;
        background: linear-gradient(90deg, var(--accent) var(--share), transparent var(--share));
      }
    `,
  ];

  /** Milliseconds by stage. */
  @property({ attribute: false }) timings: Readonly<Record<string, number>> | undefined;

  protected override render(): TemplateResult {
    const entries = Object.entries(this.timings ?? {});
    const longest = Math.max(0, ...entries.map(([, time]) => time));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Time of the last run</h2>
      <dl>
        ${entries.map(
          ([stage, time]) =>
            html`<dt>${stage}</dt>
              <dd class="bar" aria-hidden="true" style="--share: ${(100 * time) / (longest || 1)}%"></dd>
              <dd>${milliseconds(time)}</dd>`,
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
