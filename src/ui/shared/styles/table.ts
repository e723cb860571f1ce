/** Tables of numbers, which scroll sideways if there is not enough space. */
import { css } from 'lit';

export const tableStyles = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
  }
  th,
  td {
    padding: 8px 0 8px var(--gap, 18px);
    border-bottom: 1px solid var(--line);
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
    vertical-align: top;
  }
  th:first-child {
    padding-left: 0;
    text-align: start;
  }
  thead th {
    color: var(--soft);
    font-size: 0.75rem;
    vertical-align: bottom;
  }
  td small,
  th small {
    display: block;
    color: var(--soft);
    font-size: 0.75rem;
  }
  .mark {
    display: inline-block;
    width: 18px;
    border-top: 3px solid;
    margin-right: 8px;
    vertical-align: middle;
    /* Its colour says which series it is. */
    forced-color-adjust: none;
  }
  .foot {
    margin-top: 12px;
  }
  .value {
    font-weight: 600;
  }
  @media (max-width: 480px) {
    table {
      --gap: 10px;
    }
  }
`;
