/** How many pictures a classifier takes at once, if its graph fixes it: exports often have a constant batch of 1. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Classifier } from './classifier.ts';

/**
 * The batch of the input; or of the logits, which a Reshape inside may fix even if the input is free.
 * @returns undefined if it is free
 */
export function fixedBatch({ shapes, image, scores }: Classifier): number | undefined {
  return knownSize(shapes.get(image)?.[0]) ?? knownSize(shapes.get(scores)?.[0]);
}
