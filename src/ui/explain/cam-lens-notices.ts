import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';

export interface Notice {
  readonly key: string;
  /** The file it is about. */
  readonly about?: string;
  readonly message: string;
}

/**
 * With one more at the end; one that says the same moves there.
 * @param about name of a file
 */
export function withNotice(notices: readonly Notice[], message: string, about?: string): readonly Notice[] {
  const key = `${about ?? ''}: ${message}`;
  const notice: Notice = about === undefined ? { key, message } : { key, message, about };
  return [...notices.filter((known) => known.key !== key), notice];
}

/**
 * Error messages over the page's lower edge, so that nothing moves; each stays until dismissed.
 *
 * @fires cam-lens-dismiss - a notice was dismissed
 */
export class CamLensNotices extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      ul {
        position: fixed;
        z-index: 10;
        inset: auto 16px 16px;
        max-width: 560px;
        max-height: min(50vh, 200px);
        overflow: auto;
        margin: 0 auto;
        padding: 0;
        display: grid;
        gap: 8px;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 14px;
        padding: 12px 12px 12px 16px;
        border: 1px solid var(--line);
        border-inline-start: 3px solid var(--warn);
        border-radius: 8px;
        background: var(--surface);
        box-shadow: 0 6px 24px #0000001f;
        font-size: 0.875rem;
      }
      p {
        flex: 1;
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) notices: readonly Notice[] = [];

  protected override render(): TemplateResult {
    return html`<div role="status" aria-label="Notices">
      <ul>
        ${this.notices.map(
          ({ key, about, message }) =>
            html`<li>
              <p>
                ${about === undefined || message.includes(about) ? '' : html`<strong>${about}</strong> — `}${message}
              </p>
              <button type="button" class="button" @click=${() => emit(this, 'cam-lens-dismiss', { key })}>
                Dismiss
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-notices': CamLensNotices;
  }
}
