import { css } from 'lit';

export const benchmarkStyles = css`
  .page {
    max-width: 1120px;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 18px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .headline {
    font-size: 1.0625rem;
  }
  .failed,
  .notice {
    margin-top: 10px;
    color: var(--warn);
  }
  progress {
    display: block;
    width: 100%;
    height: 6px;
    margin-top: 14px;
    accent-color: var(--accent);
  }
  .sides {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
    gap: 18px;
  }
  dl {
    display: grid;
    gap: 8px;
    margin: 0;
    font-size: 0.875rem;
  }
  dt {
    color: var(--soft);
    font-size: 0.75rem;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  input[type='file'] {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
  }
  label.button {
    position: relative;
  }
  label.button:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  th:nth-child(2),
  td:nth-child(2) {
    text-align: start;
  }
  tr[data-verdict='slower'] td:last-child {
    color: var(--warn);
    font-weight: 600;
  }
  tr[data-verdict='faster'] td:last-child {
    font-weight: 600;
  }
`;
