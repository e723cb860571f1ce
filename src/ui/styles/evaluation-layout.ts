/** The grid of the page for data sets: what is given beside what is measured, results below in full width. */
import { css } from 'lit';

export const evaluationLayout = css`
  :host {
    display: block;
    min-height: 100vh;
    background: var(--paper);
  }
  .page {
    max-width: 1280px;
    margin: 0 auto;
    padding: 26px clamp(16px, 3vw, 44px) 60px;
  }
  main,
  .results {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  main {
    margin-top: 20px;
  }
  .setup,
  .charts {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 14px;
  }
  .exports {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [data-open] {
    justify-self: start;
  }
  .quiet {
    color: var(--soft);
    font-size: var(--small);
  }
  @media (max-width: 860px) {
    .setup,
    .charts {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
