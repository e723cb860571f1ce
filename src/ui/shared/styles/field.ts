/** Lists to choose from, and fields to type into. */
import { css } from 'lit';

export const field = css`
  select,
  .field {
    min-width: 0;
    min-height: 34px;
    padding: 4px 10px;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 0.875rem;
  }
  .field {
    width: 100%;
  }
  .field:disabled,
  select:disabled {
    border-color: var(--line);
  }
  .field:read-only {
    background: var(--well);
    color: var(--soft);
  }
`;
