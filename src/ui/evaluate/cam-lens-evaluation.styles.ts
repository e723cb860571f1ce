/** The grid of the page for data sets: data set and options side by side, results below in full width. */
import { css } from 'lit';

export const evaluationLayout = css`
  .page {
    max-width: 1280px;
  }
  main,
  .results {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
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
    align-items: center;
    gap: 8px;
  }
  .exports p {
    margin: 0 0 0 8px;
  }
  .fault {
    margin: 0;
    color: var(--warn);
  }
  [data-open] {
    justify-self: start;
  }
  @media (max-width: 860px) {
    .setup,
    .charts {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
