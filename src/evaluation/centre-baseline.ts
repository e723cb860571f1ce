/**
 * The score of a box drawn without looking: the picture's own aspect ratio, centred. Photographers centre their
 * subject, so a method must beat this.
 */
import { CamLensError } from '../errors.ts';
import { bestIou, type Box } from './iou.ts';
import type { LocalisedPicture } from './localisation.ts';

/** Candidate sides of the box as fractions of the picture's: 0.01 … 1. */
export const centreScales: readonly number[] = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);

export interface BoxedPicture {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The true ones, half-open, in pixels; at least one. */
  readonly boxes: readonly Box[];
  readonly rank: number;
}

/** The centred half-open box whose sides are `scale` times the picture's; its corners may be fractional. */
export function centreBox(width: number, height: number, scale: number): Box {
  const [left, top] = [((1 - scale) * width) / 2, ((1 - scale) * height) / 2];
  return [left, top, width - left, height - top];
}

/**
 * The IoU of each scale's box: scales replace thresholds, and whatever chooses a threshold chooses a scale.
 * @throws CamLensError `records-unfit` for a picture without a true box
 */
export function centrePredictions({ id, width, height, boxes, rank }: BoxedPicture): LocalisedPicture {
  if (boxes.length === 0) throw new CamLensError('records-unfit', `Picture ${id} has no true box; one was expected.`);
  return { ious: centreScales.map((scale) => bestIou(centreBox(width, height, scale), boxes) ?? 0), rank };
}
