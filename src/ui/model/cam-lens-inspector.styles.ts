import { css } from 'lit';

export const inspectorStyles = css`
  .page {
    max-width: 1480px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: center;
  }
  cam-lens-progress {
    margin: 10px 0 14px;
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 2.4fr) minmax(0, 1fr);
    gap: 14px;
    margin-bottom: 14px;
  }
  .channels {
    display: grid;
    gap: 14px;
    min-height: 460px;
    align-content: start;
  }
  .channels h2 {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 18px;
    align-items: end;
  }
  /* Of what was chosen before. */
  cam-lens-channel-grid[inert] {
    opacity: 0.35;
    transition: opacity 200ms 150ms;
  }
  .refusal {
    margin: 0;
    color: var(--warn);
  }
  .save {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
  }
  .side {
    display: grid;
    gap: 10px;
    align-content: start;
  }
  .side p {
    margin: 0;
  }
  .notes {
    margin: -6px 0 12px;
    padding-left: 1.2em;
  }
  .range {
    display: flex;
    align-items: center;
    gap: 8px;
    max-width: 420px;
    font-size: 0.75rem;
  }
  .ramp {
    flex: 1;
    height: 10px;
    border-radius: 3px;
    /* Its colours are what it says. */
    forced-color-adjust: none;
  }
  @media (max-width: 1000px) {
    .sides {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
