/** The style of a box overlay: each line in a light casing, so it is visible on any picture. */
import { css } from 'lit';

export const boxStyles = css`
  .casing,
  .line {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .casing {
    stroke: #ffffffd9;
    stroke-width: calc(2 * var(--box-line, 2.5px));
  }
  .line {
    stroke-width: var(--box-line, 2.5px);
  }
  .label text {
    font:
      600 11px system-ui,
      sans-serif;
    fill: #0c0e10;
  }
  @media (forced-colors: active) {
    .label rect {
      fill: Canvas;
    }
    .label text {
      fill: CanvasText;
    }
  }
`;
