/** How large the maps of a layer are, for a picture of a certain size. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Classifier, PictureSize } from './classifier.ts';

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/**
 * @param layers name → the value that holds its activations, [N, C, H, W]
 * @param size of the picture; where the graph takes one size only, that is what counts
 * @returns by name; a layer whose size does not follow from the graph is left out
 */
export function findMapSizes(
  classifier: Classifier,
  layers: Readonly<Record<string, string>>,
  size: PictureSize,
): Readonly<Record<string, MapSize>> {
  const { shapes } = classifier.at(size);
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, value]) => {
      const [rows, columns] = (shapes.get(value) ?? []).slice(2).map(knownSize);
      return rows === undefined || columns === undefined ? [] : [[layer, { width: columns, height: rows }]];
    }),
  );
}
