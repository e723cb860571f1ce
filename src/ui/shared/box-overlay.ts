/** Boxes over a picture, as SVG in the picture's own pixels: they scale with it and stay crisp. */
import type { SVGTemplateResult } from 'lit';
import type { Box, Size } from '../../pipeline/types.ts';
import { placeLabels } from '../../report/label-places.ts';
import { visible } from '../../visible.ts';
import type { BoxMark } from './box-marks.ts';
import { svg } from './html.ts';
import { boxInWords } from './words.ts';

/** Of a label, in CSS pixels. */
const font = '600 11px system-ui, sans-serif';
const labelHeight = 18;
const labelPadding = 6;

type Found = BoxMark & { readonly box: Box };

/**
 * @param marks drawn in this order, the last on top
 * @param scale picture pixels per CSS pixel: lines and labels keep their size on the screen
 */
export function boxOverlay(marks: readonly BoxMark[], picture: Size, scale: number): SVGTemplateResult {
  const found = marks.filter((mark): mark is Found => mark.box !== null);
  const labels = found.map((mark) => {
    const text = markLabel(mark);
    const width = textWidth(text) + 2 * labelPadding;
    return { text, box: mark.box, size: { width: width * scale, height: labelHeight * scale } };
  });
  const places = placeLabels(labels, picture);
  // All casings are below all lines: lines of boxes that coincide show through each other's gaps.
  const casings = found.map(({ box: [x0, y0, x1, y1] }) => {
    return svg`<rect class="casing" x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0}></rect>`;
  });
  return svg`${casings}${found.map(({ key, title, box, iou, stroke }, index) => {
    const [x0, y0, x1, y1] = box;
    const { text, size } = labels[index] ?? { text: title, size: { width: 0, height: 0 } };
    const { x, y } = places[index] ?? { x: 0, y: 0 };
    const words = `${title}: ${boxInWords(box)}${iou === undefined ? '' : `, IoU ${iou.toFixed(3)}`}`;
    return svg`<g role="img" aria-label=${words} data-box=${key}>
      <rect class="line" x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0}
        stroke=${stroke.colour} stroke-dasharray=${stroke.dashes}></rect>
      <g transform="translate(${x} ${y}) scale(${scale})" class="label">
        <rect width=${size.width / scale} height=${labelHeight} rx="3" fill=${stroke.colour}></rect>
        <text x=${labelPadding} y="13">${text}</text>
      </g>
    </g>`;
  })}`;
}

/** A box's label: its name and, if known, its IoU; as wide as it is drawn. */
export function markLabel({ title, iou }: BoxMark): string {
  return visible(iou === undefined ? title : `${title} ${iou.toFixed(2)}`);
}

const widths = new Map<string, number>();

function textWidth(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  // Half an em per character is close enough without a canvas to measure.
  let width = text.length * 6;
  if (context !== null) {
    context.font = font;
    width = context.measureText(text).width;
  }
  widths.set(text, width);
  return width;
}
