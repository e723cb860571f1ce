/** A picture size for graphs that accept any. */
import { CamLensError } from '../errors.ts';
import type { Classifier } from './classifier.ts';

/** The picture's side in pixels, if it is free. */
export const usualSide = 224;

/**
 * For a typical picture size if the size is free, because padding, branches and grids of tokens that depend on it are
 * then known, as they are when a picture is explained.
 */
export function ofUsualSize(classifier: Classifier): Classifier {
  try {
    return classifier.at({ width: usualSide, height: usualSide });
  } catch (error) {
    // Pictures of that size are too large or too small for it.
    if (error instanceof CamLensError) return classifier;
    throw error;
  }
}
