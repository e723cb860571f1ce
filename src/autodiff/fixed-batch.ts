/** How many pictures a classifier takes at once, where its graph says so: exports often have a batch of 1 written in. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Classifier } from './classifier.ts';

/**
 * The batch of the input; or of the logits, which a Reshape inside may hold to one size though the input is free.
 * @returns undefined where it is free
 */
export function fixedBatch({ shapes, image, scores }: Classifier): number | undefined {
  return knownSize(shapes.get(image)?.[0]) ?? knownSize(shapes.get(scores)?.[0]);
}
