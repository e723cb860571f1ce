/** A picture on a canvas that fills its frame, and a drawing over it in the same place. */
import { css } from 'lit';

export const overlay = css`
  canvas,
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    display: block;
  }
  /* A box along the picture's edge shows its whole line. */
  svg {
    overflow: visible;
  }
`;
