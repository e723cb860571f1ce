/** How large the maps of a layer are, for a picture of a certain size. */
import { floatValue } from '../onnx/build.ts';
import { knownSize } from '../onnx/dimensions.ts';
import type { Model } from '../onnx/read.ts';
import { inferShapes } from '../onnx/shapes.ts';
import { readClassifier } from './classifier.ts';

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/**
 * @param layers name → the value that holds its activations, [N, C, H, W]
 * @param side width and height of the picture in pixels; where the graph takes one size only, that is what counts
 * @returns by name; a layer whose size does not follow from the graph is left out
 * @throws CamLensError see readClassifier
 */
export function findMapSizes(
  model: Model,
  layers: Readonly<Record<string, string>>,
  side: number,
  logits?: string,
): Readonly<Record<string, MapSize>> {
  const { graph, shapes: free, image } = readClassifier(model, logits);
  const [, channels = 3, ...spatial] = free.get(image) ?? [];
  const [height = side, width = side] = spatial.map((size) => knownSize(size) ?? side);
  const shapes = inferShapes({ ...graph, declared: [floatValue(image, [1, channels, height, width])] });
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, value]) => {
      const [rows, columns] = (shapes.get(value) ?? []).slice(2).map(knownSize);
      return rows === undefined || columns === undefined ? [] : [[layer, { width: columns, height: rows }]];
    }),
  );
}
