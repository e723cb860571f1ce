/**
 * A classifier whose pictures have a size that is known. Gradients need no such thing but where padding or sampling
 * follows the picture's size: in a graph of free sizes those nodes are refused.
 */
import { floatValue } from '../onnx/build.ts';
import { withGraph } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import { readClassifier } from './classifier.ts';

/**
 * @param size of the pictures, in pixels
 * @param logits as for `addGradients`
 * @returns the classifier as every rewrite begins with it (operator set 13 or newer, channels first), its picture of this
 * size where it was free; the batch stays free
 * @throws CamLensError as `readClassifier`
 */
export function withPictureSize(
  model: Model,
  size: { readonly width: number; readonly height: number },
  logits?: string,
): Model {
  const { model: ready, shapes, image } = readClassifier(model, logits);
  const [batch = '', channels = '', ...sides] = shapes.get(image) ?? [];
  const known = [size.height, size.width].map((side, axis) => {
    const declared = sides[axis];
    return typeof declared === 'number' ? declared : side;
  });
  const input = ready.graph.input.map((info) =>
    info.name === image ? floatValue(image, [batch, channels, ...known]) : info,
  );
  return withGraph(ready, { input });
}
