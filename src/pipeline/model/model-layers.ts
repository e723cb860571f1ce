/** The layers of a model to choose from, with information from its graph and its description. */
import { camRefusals } from '../../autodiff/cam-head.ts';
import { listLayers } from '../../autodiff/list-layers.ts';
import { mapSizes } from '../../autodiff/map-sizes.ts';
import type { Dimension, Shape } from '../../onnx/dimensions.ts';
import type { LoadedModel } from './loaded-model.ts';
import { inputSize } from './input-side.ts';
import { prepareModel } from './prepared-model.ts';
import type { Size } from '../types.ts';

export interface ModelLayer {
  /** Its name in the description; absent if it has none, and is known by its value. */
  readonly name?: string;
  /** Of the graph. */
  readonly value: string;
  /** The ONNX operator that computes it. */
  readonly operator: string;
  /** [N, C, H, W]; a name if a dimension is free, `?` if it is computed from others. */
  readonly shape: readonly (number | string)[];
  /** Of its maps, for a picture of the input's size; absent if unknown. */
  readonly size?: Size;
  /** How many times smaller than the picture its maps are; absent if unknown. */
  readonly resolution?: number;
  /** The deepest of its resolution. */
  readonly isLast: boolean;
  /** The one explained by default. */
  readonly isDefault: boolean;
  /** One of those shown side by side. */
  readonly inStrip: boolean;
  /** Why CAM is not possible there, as a sentence; absent if it is possible. */
  readonly camRefusal?: string;
}

/** In the order in which the graph computes them: all that its graph offers, and those of its description. */
export function listModelLayers(model: LoadedModel): readonly ModelLayer[] {
  const { classifier, description } = prepareModel(model);
  const { input, layers, defaultLayer, strip } = description;
  const { graph, shapes } = classifier;
  const names = new Map(Object.entries(layers).map(([name, value]) => [value, name]));
  const candidates = new Map(listLayers(classifier).map((candidate) => [candidate.value, candidate]));
  const values = new Set([...candidates.keys(), ...names.keys()]);
  const refusalOf = camRefusals(classifier);
  const shownOf = sharedBy(shown);
  const sizeOf = mapSizes(classifier, inputSize(input));
  return graph.nodes.flatMap(({ opType, output }) =>
    output
      .filter((value) => values.has(value))
      .map((value): ModelLayer => {
        const [name, candidate] = [names.get(value), candidates.get(value)];
        const [refusal, size] = [refusalOf(value), sizeOf(value)];
        return {
          ...(name === undefined ? {} : { name }),
          value,
          operator: opType,
          shape: shownOf(candidate?.shape ?? shapes.get(value) ?? anyMap),
          ...(size === undefined ? {} : { size }),
          ...(candidate?.resolution === undefined ? {} : { resolution: candidate.resolution }),
          isLast: candidate?.isLast === true,
          isDefault: name === defaultLayer,
          inStrip: name !== undefined && strip.includes(name),
          ...(refusal === undefined ? {} : { camRefusal: refusal }),
        };
      }),
  );
}

const anyMap: Shape = ['', '', '', ''];

/** Equal shapes are usually the same array, so their displayed form is shared too. */
function sharedBy<Result>(describe: (shape: Shape) => Result): (shape: Shape) => Result {
  const known = new Map<Shape, Result>();
  return (shape) => {
    const found = known.get(shape) ?? describe(shape);
    known.set(shape, found);
    return found;
  };
}

function shown(shape: Shape): readonly (number | string)[] {
  return shape.map(shownSize);
}

/** A free dimension by name; one computed from others is named by an expression that tells users nothing. */
function shownSize(dimension: Dimension): number | string {
  return typeof dimension === 'number' || /^\w+$/.test(dimension) ? dimension : '?';
}
