/** A panel with a hairline border and a quiet heading. */
import { css } from 'lit';

export const card = css`
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 16px 18px 18px;
    height: 100%;
  }
  /* Room kept for what is known only later, where panels stand side by side. */
  @media (min-width: 681px) {
    .roomy {
      min-height: 210px;
    }
  }
  h2 {
    margin: 0 0 12px;
    font-size: var(--small);
    font-weight: 600;
    color: var(--soft);
  }
  p {
    margin: 0;
  }
`;
