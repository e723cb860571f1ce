/** The grid of a run: data set and options side by side, results below in full width. */
import { css } from 'lit';

export const evaluationLayout = css`
  :host {
    display: block;
  }
  .page {
    max-width: 1280px;
  }
  main,
  .frame {
    container-type: inline-size;
  }
  main,
  .body,
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
  /* It takes no row of the grid. */
  .body > [role='status']:empty {
    position: absolute;
  }
  .note {
    margin: 0;
    border-left: 4px solid var(--accent);
    padding: 6px 12px;
    background: var(--tint);
    color: var(--ink);
  }
  .fault {
    margin: 0;
    color: var(--warn);
  }
  [data-open] {
    justify-self: start;
  }
  .setup.alone {
    grid-template-columns: minmax(0, 1fr);
  }
  @container (max-width: 800px) {
    .setup,
    .charts {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
