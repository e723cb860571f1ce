/** The layers of a model for people to choose from: what its graph tells of each, and what its description says. */
import { findCamRefusals } from '../../autodiff/cam-head.ts';
import { listLayers } from '../../autodiff/list-layers.ts';
import { findMapSizes } from '../../autodiff/map-sizes.ts';
import type { Dimension } from '../../onnx/dimensions.ts';
import type { LoadedModel } from './loaded-model.ts';
import { inputSize } from './input-side.ts';
import { prepareModel } from './prepared-model.ts';
import type { Size } from '../types.ts';
import { own } from '../../own.ts';

export interface ModelLayer {
  /** What the description calls it; absent where it doesn't, and the value is its name. */
  readonly name?: string;
  /** Of the graph. */
  readonly value: string;
  /** What makes it, as ONNX names the operator. */
  readonly operator: string;
  /** [N, C, H, W]; a name where a dimension is free, `?` where it follows from others. */
  readonly shape: readonly (number | string)[];
  /** Of its maps, for a picture of the input's size; absent where that is not known. */
  readonly size?: Size;
  /** How many times smaller than the picture its maps are; absent where that is not known. */
  readonly resolution?: number;
  /** The deepest of its resolution. */
  readonly isLast: boolean;
  /** The one explained unless another is named. */
  readonly isDefault: boolean;
  /** One of those shown side by side. */
  readonly inStrip: boolean;
  /** Why CAM is not possible there, as a sentence; absent where it is. */
  readonly camRefusal?: string;
}

/** In the order in which the graph makes them: all that its graph offers, and those of its description. */
export function listModelLayers(model: LoadedModel): readonly ModelLayer[] {
  const { classifier, description } = prepareModel(model);
  const { input, layers, defaultLayer, strip } = description;
  const { graph, shapes } = classifier;
  const names = new Map(Object.entries(layers).map(([name, value]) => [value, name]));
  const candidates = new Map(listLayers(classifier).map((candidate) => [candidate.value, candidate]));
  const values = new Set([...candidates.keys(), ...names.keys()]);
  const themselves = Object.fromEntries([...values].map((value) => [value, value]));
  const refusals = findCamRefusals(classifier, themselves);
  const sizes = findMapSizes(classifier, themselves, inputSize(input));
  return graph.nodes.flatMap(({ opType, output }) =>
    output
      .filter((value) => values.has(value))
      .map((value): ModelLayer => {
        const [name, candidate] = [names.get(value), candidates.get(value)];
        const [refusal, size] = [own(refusals, value), own(sizes, value)];
        return {
          ...(name === undefined ? {} : { name }),
          value,
          operator: opType,
          shape: (shapes.get(value) ?? ['', '', '', '']).map(shown),
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

/** A free dimension by its name; one computed from others has an expression for a name, which says nothing to people. */
function shown(dimension: Dimension): number | string {
  return typeof dimension === 'number' || /^\w+$/.test(dimension) ? dimension : '?';
}
