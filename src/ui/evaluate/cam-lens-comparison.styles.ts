/** The layout of a comparison. */
import { css } from 'lit';

export const comparisonLayout = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .card h2 {
    margin: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .series {
    display: grid;
    gap: 2px;
    max-height: 260px;
    overflow-y: auto;
  }
  .series label {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding: 3px 0;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .files {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .fault {
    color: var(--warn);
  }
  .scroll {
    max-height: 460px;
    overflow-y: auto;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--surface);
    z-index: 1;
  }
  th.pair {
    padding-top: 16px;
    text-align: start;
    white-space: normal;
    font-weight: 600;
  }
  /* Stays in view while the numbers scroll sideways. */
  th.pair div {
    position: sticky;
    left: 0;
    display: inline-block;
    max-width: calc(100vw - 80px);
    overflow-wrap: anywhere;
  }
  td.verdict {
    text-align: start;
  }
  .pick {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .pick[aria-pressed='true'] {
    font-weight: 600;
    text-decoration-color: var(--accent);
    text-decoration-thickness: 2px;
  }
  h3 {
    margin: 8px 0 0;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  ul.pictures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  figure {
    margin: 0;
  }
  figcaption {
    margin-top: 5px;
    font-size: 0.75rem;
    overflow-wrap: anywhere;
  }
`;
