import { css, LitElement, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { html } from './html.ts';
import { button } from './styles/button.ts';
import { tokens } from './styles/tokens.ts';

type Theme = 'light' | 'dark';

/** Where the choice is stored; index.html reads it before the first paint. */
const storageKey = 'cam-lens-theme';

/** Switches the page between light and dark; until used, the system decides. */
export class CamLensTheme extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      :host {
        display: inline-block;
      }
      .button {
        min-width: 84px;
        justify-content: center;
      }
    `,
  ];

  @state() private theme: Theme = currentTheme();

  #toggle(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.style.colorScheme = this.theme;
    try {
      localStorage.setItem(storageKey, this.theme);
    } catch {
      // Without storage, the choice applies to this visit.
    }
  }

  protected override render(): TemplateResult {
    const dark = this.theme === 'dark';
    return html`<button type="button" class="button" aria-pressed=${dark} @click=${() => this.#toggle()}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
      Dark
    </button>`;
  }
}

function currentTheme(): Theme {
  const chosen = document.documentElement.style.colorScheme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-theme': CamLensTheme;
  }
}
