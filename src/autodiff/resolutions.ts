/** How maps shrink, even if the picture's size is free. */
import { floatValue } from '../onnx/build.ts';
import { knownSize } from '../onnx/dimensions.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import type { Classifier } from './classifier.ts';
import type { MapAxis, MapOrder } from './maps.ts';
import { usualSide } from './usual-size.ts';

/** Of values whose orders were found at the usual size (see usual-size.ts), as far as it is free. */
export class Resolutions {
  readonly #classifier: Classifier;
  readonly #side: number;
  /** Shapes for pictures larger by a number of pixels. */
  readonly #shapes = new Map<number, Shapes>();

  constructor(classifier: Classifier) {
    this.#classifier = classifier;
    this.#side = knownSize(classifier.shapes.get(classifier.image)?.[2]) ?? usualSide;
  }

  /** Whether a map has more than one position, as far as is known. */
  hasSpace(value: string, { height, width, tokens }: MapOrder): boolean {
    if (tokens !== undefined) return tokens.height * tokens.width > 1;
    return !(this.#sizeOf(value, height) === 1 && this.#sizeOf(value, width) === 1);
  }

  /**
   * The stride: by how many pixels the picture must grow for the map to grow by one. If sizes are fixed, their ratio.
   */
  of(value: string, order: MapOrder): number | undefined {
    if (order.tokens !== undefined) return this.#side / order.tokens.height;
    const height = this.#sizeOf(value, order.height);
    const further = this.#inferred(value, order.height, manyStrides);
    const grown = height === undefined || further === undefined ? 0 : further - height;
    const stride = manyStrides / grown;
    if (grown > 0 && Math.abs(stride - Math.round(stride)) < 0.01 * stride) return Math.round(stride);
    return height === undefined ? undefined : this.#side / height;
  }

  /** At the usual size; from a single picture if a free batch leaves it open. */
  #sizeOf(value: string, place: MapAxis): number | undefined {
    return knownSize(place.size) ?? this.#inferred(value, place, 0);
  }

  #inferred(value: string, { axis }: MapAxis, more: number): number | undefined {
    const shapes = this.#shapes.get(more) ?? this.#infer(more);
    this.#shapes.set(more, shapes);
    return knownSize(shapes.get(value)?.[axis]);
  }

  #infer(more: number): Shapes {
    const { graph, shapes, image } = this.#classifier;
    const [, channels = 3, height = usualSide, width = usualSide] = shapes.get(image) ?? [];
    const spatial = [height, width].map((size) => (knownSize(size) ?? usualSide) + more);
    return inferShapes({ ...graph, declared: [floatValue(image, [1, channels, ...spatial])] });
  }
}

/** Divisible by common strides: by all up to 8, and by 14, 16, 28, 32 and 64. */
const manyStrides = 64 * 3 * 5 * 7;
