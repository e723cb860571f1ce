/** The page's grid: three pictures in a row, panels below; on a phone the blend takes the whole width. */
import { css } from 'lit';

export const appLayout = css`
  .page {
    max-width: 1480px;
  }
  cam-lens-progress {
    margin: 10px 0 14px;
  }
  .pictures,
  .panels {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 18px;
  }
  .pictures > cam-lens-reading {
    grid-column: 1 / -1;
    margin-top: -10px;
  }
  .panels {
    grid-template-columns: repeat(6, minmax(0, 1fr));
    margin: 14px 0 28px;
    gap: 14px;
  }
  .panels > * {
    grid-column: span 2;
  }
  .panels > cam-lens-backend,
  .panels > cam-lens-timings {
    grid-column: span 3;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: center;
  }
  .choice {
    display: grid;
    gap: 10px;
    margin: 14px 0 18px;
  }
  cam-lens-strip {
    margin-top: 6px;
  }
  .saves {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
  }
  .link {
    padding: 2px 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    font-size: var(--small);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.15em;
    cursor: pointer;
  }
  .link:disabled {
    color: var(--soft);
    text-decoration: none;
    cursor: default;
  }
  @media (max-width: 1120px) {
    .panels > * {
      grid-column: span 3;
    }
    .panels > cam-lens-results {
      grid-column: span 6;
    }
  }
  @media (max-width: 680px) {
    .pictures {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 12px;
    }
    .pictures > [show='blend'] {
      grid-column: 1 / -1;
    }
    .panels > * {
      grid-column: span 6 !important;
    }
  }
`;
