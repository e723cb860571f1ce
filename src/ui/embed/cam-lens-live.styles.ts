import { css } from 'lit';

export const liveStyles = css`
  .pane video,
  .pane canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding-top: 10px;
  }
  .bar p {
    margin: 0;
    min-height: 1.45em;
  }
`;
