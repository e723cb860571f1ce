/** The boxes over one pane of an embedded picture. */
import type { TemplateResult } from 'lit';
import type { Size } from '../../pipeline/types.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import { html } from '../shared/html.ts';
import { trueOnly } from './embedded-marks.ts';
import type { Pane } from './shown.ts';

/**
 * @param picture its size, which the boxes refer to
 * @param cssWidth width of the pane in CSS pixels
 */
export function boxesOver(show: Pane, all: readonly BoxMark[], picture: Size, cssWidth: number): TemplateResult | '' {
  const marks = show === 'original' ? trueOnly(all) : all;
  if (cssWidth === 0 || marks.length === 0) return '';
  return html`<svg viewBox="0 0 ${picture.width} ${picture.height}">
    ${boxOverlay(marks, picture, picture.width / cssWidth)}
  </svg>`;
}
