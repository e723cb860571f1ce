/** Parses the boxes of an attribute. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';
import type { Box } from '../../pipeline/types.ts';

/**
 * @param text `x0 y0 x1 y1` in pixels, x0 < x1 and y0 < y1; several boxes separated by commas; empty: none
 * @throws CamLensError `bad-option` otherwise
 */
export function readBoxes(text: string): readonly Box[] {
  return text.trim() === '' ? [] : text.split(',').map(readBox);
}

function readBox(text: string): Box {
  const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN, ...more] = text.trim().split(/\s+/).map(Number);
  if (more.length > 0 || ![x0, y0, x1, y1].every(Number.isFinite) || x0 >= x1 || y0 >= y1)
    throw new CamLensError('bad-option', `A true box must be "x0 y0 x1 y1" in pixels, not "${text.trim()}".`);
  return [x0, y0, x1, y1];
}

interface ReadBoxes {
  readonly boxes: readonly Box[];
  readonly failure?: { readonly code: ErrorCode; readonly message: string };
}

/** As `readBoxes`, but returns errors, with no boxes. */
export function tryReadBoxes(text: string): ReadBoxes {
  try {
    return { boxes: readBoxes(text) };
  } catch (error) {
    return { boxes: [], failure: describeError(error) };
  }
}
