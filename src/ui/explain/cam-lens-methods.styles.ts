/** All methods in groups, side by side if there is space. */
import { css } from 'lit';

export const methodListStyles = css`
  .all {
    margin-top: 12px;
    padding: 14px 18px 16px;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr));
    gap: 16px 28px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .all[hidden] {
    display: none;
  }
  h3 {
    margin: 0 0 6px;
    font-size: var(--small);
    font-weight: 600;
    color: var(--soft);
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px;
    padding: 6px 0;
    cursor: pointer;
  }
  li input {
    width: 16px;
    height: 16px;
    margin: 3px 0 0;
    accent-color: var(--accent);
  }
  li strong {
    display: block;
    font-size: 0.875rem;
    font-weight: 600;
  }
  li small {
    display: block;
    font-size: var(--small);
    line-height: 1.35;
    color: var(--soft);
  }
  .refused,
  .refused label {
    cursor: default;
  }
  .refused strong {
    color: var(--soft);
    font-weight: 400;
  }
  .chip.refused {
    border-style: dashed;
    color: var(--soft);
  }
  .chip.refused:hover {
    background: none;
  }
`;
