/** A small picture with its boxes, as one SVG: it prints and scales as a whole. */
import { boxArea, type Box } from '../evaluation/iou.ts';
import type { Size } from '../pipeline/types.ts';
import { placeLabels } from './label-places.ts';
import { markup, type Markup } from './markup.ts';

export interface MarkedBox {
  readonly label: string;
  readonly colour: string;
  /** The box, in pixels of the picture. */
  readonly box: Box;
  /** An SVG stroke-dasharray, so that boxes differ not only in colour. */
  readonly dashes: string;
}

/** Longest side, in CSS pixels, at which labels have their normal size. */
const shownSide = 210;
const labelHeight = 15;
/** Average width of a letter in the label's font, rounded up. */
const letterWidth = 6.4;

/**
 * @param picture its size in pixels
 * @param thumbnail a data: URI; without one, a plain background
 * @param marks boxes, the last one on top
 */
export function boxedPicture(
  picture: Size,
  thumbnail: string | undefined,
  name: string,
  marks: readonly MarkedBox[],
): Markup {
  const { width, height } = picture;
  const scale = Math.max(width, height) / shownSide;
  const labels = marks.map(({ label, box }) => ({
    box,
    size: { width: (label.length * letterWidth + 9) * scale, height: labelHeight * scale },
  }));
  const places = placeLabels(labels, picture);
  const ground =
    thumbnail === undefined
      ? markup`<rect class="ground" width="${width}" height="${height}"/>`
      : markup`<image href="${thumbnail}" width="${width}" height="${height}" preserveAspectRatio="none"/>`;
  const shown = marks.filter(({ box }) => boxArea(box) > 0);
  return markup`<svg class="boxed" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">${ground}${shown.map(
    ({ box }) => markup`<rect class="casing" ${corners(box)}/>`,
  )}${shown.map(
    ({ box, colour, dashes }) =>
      markup`<rect class="box" ${corners(box)} stroke="${colour}" stroke-dasharray="${dashes}"/>`,
  )}${marks.map(({ label, colour }, i) => {
    const { x, y } = places[i]!;
    const labelWidth = labels[i]!.size.width / scale;
    return markup`<g transform="translate(${round(x)} ${round(y)}) scale(${round(scale)})"><rect width="${round(labelWidth)}" height="${labelHeight}" rx="2.5" fill="${colour}"/><text x="4.5" y="11">${label}</text></g>`;
  })}</svg>`;
}

function corners([x0, y0, x1, y1]: Box): Markup {
  return markup`x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}"`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
