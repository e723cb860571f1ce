/** How large the maps of a layer are, for a given picture size. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Classifier, PictureSize } from './classifier.ts';
import { findOrder } from './maps.ts';

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/**
 * @param layers name → the value that holds its activations
 * @param size of the picture; ignored if the graph has a fixed size
 * @returns sizes by name, except for layers whose size cannot be inferred from the graph
 */
export function findMapSizes(
  classifier: Classifier,
  layers: Readonly<Record<string, string>>,
  size: PictureSize,
): Readonly<Record<string, MapSize>> {
  const sizeOf = mapSizes(classifier, size);
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, value]) => {
      const found = sizeOf(value);
      return found === undefined ? [] : [[layer, found]];
    }),
  );
}

/** As `findMapSizes`, value by value. */
export function mapSizes(classifier: Classifier, size: PictureSize): (value: string) => MapSize | undefined {
  const sized = classifier.at(size);
  return (value) => {
    const order = findOrder(sized, value);
    const [height, width] = [order?.height, order?.width].map((place) => knownSize(place?.size));
    return height === undefined || width === undefined ? undefined : { width, height };
  };
}
