/** How large the maps of a layer are, for a given picture size. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Classifier, PictureSize } from './classifier.ts';
import { findOrder } from './maps.ts';

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** C, H and W; undefined where they cannot be inferred from the graph. */
export type MapDimensions = { readonly [Name in 'channels' | 'height' | 'width']: number | undefined };

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
  const dimsOf = mapDimensions(classifier, size);
  return (value) => {
    const { height, width } = dimsOf(value);
    return height === undefined || width === undefined ? undefined : { width, height };
  };
}

/** Of a value's maps, for a picture of this size. */
export function mapDimensions(classifier: Classifier, size: PictureSize): (value: string) => MapDimensions {
  const sized = classifier.at(size);
  return (value) => {
    const order = findOrder(sized, value);
    const [channels, height, width] = [order?.channels, order?.height, order?.width].map((place) =>
      knownSize(place?.size),
    );
    return { channels, height, width };
  };
}
