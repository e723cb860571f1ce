/** Shared by both pages: paper, margins, and the gap below the masthead. */
import { css } from 'lit';

export const page = css`
  :host {
    display: block;
    min-height: 100vh;
    background: var(--paper);
  }
  .page {
    margin: 0 auto;
    padding: 26px clamp(16px, 3vw, 44px) 48px;
  }
  main {
    margin-top: 20px;
  }
  @media (max-width: 680px) {
    .page {
      padding-top: 18px;
    }
  }
`;
