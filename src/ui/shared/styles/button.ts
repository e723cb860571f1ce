/** Buttons, and links and labels that look like them. */
import { css } from 'lit';

export const button = css`
  .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    font-size: var(--small);
    cursor: pointer;
    transition: border-color 120ms;
  }
  .button:hover:not(:disabled) {
    border-color: var(--edge);
  }
  .button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  /* Forced colours take away backgrounds. */
  @media (forced-colors: active) {
    .button[aria-pressed='true'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
  .button svg {
    width: 16px;
    height: 16px;
    flex: none;
  }
`;
