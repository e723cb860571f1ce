/** The mark of a point in a picture: a ring in black and white, seen on any colour. */
import { css, type TemplateResult } from 'lit';
import { html } from './html.ts';
import type { Point } from './point.ts';

export const pointStyles = css`
  .point {
    position: absolute;
    width: 13px;
    height: 13px;
    margin: -6.5px;
    border: 2px solid #ffffff;
    border-radius: 50%;
    box-shadow:
      0 0 0 1px #000000,
      inset 0 0 0 1px #000000;
    forced-color-adjust: none;
    pointer-events: none;
  }
`;

/** Over a picture that fills the element around it. */
export function pointMark(point: Point | undefined): TemplateResult | '' {
  if (point === undefined) return '';
  return html`<div class="point" .style=${`left: ${100 * point[0]}%; top: ${100 * point[1]}%`}></div>`;
}
