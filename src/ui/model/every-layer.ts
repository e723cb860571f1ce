/** A model all of whose layers have a name: those of its description, and all others that its graph offers. */
import { ExplainableLayers } from '../../pipeline/network/explainable-layers.ts';
import { inputSize } from '../../pipeline/model/input-side.ts';
import type { LoadedModel } from '../../pipeline/model/loaded-model.ts';
import { listModelLayers } from '../../pipeline/model/model-layers.ts';
import { prepareModel, type PreparedModel } from '../../pipeline/model/prepared-model.ts';

/** A layer as it is listed. */
export interface ListedLayer {
  /** As the description names it, or else as the graph names its value. */
  readonly name: string;
  /** Of the graph. */
  readonly value: string;
  /** The ONNX operator that computes it. */
  readonly operator: string;
  /** Of its maps, for a picture of the input's size; undefined where the graph does not tell. */
  readonly channels: number | undefined;
  readonly height: number | undefined;
  readonly width: number | undefined;
}

export interface WholeModel {
  readonly model: PreparedModel;
  /** In the order in which the graph computes them. */
  readonly layers: readonly ListedLayer[];
}

/** @throws CamLensError see readModel and listLayers */
export function withEveryLayer(loaded: LoadedModel): WholeModel {
  const prepared = prepareModel(loaded);
  const { description } = prepared;
  const taken = new Set(Object.keys(description.layers));
  const freshName = (value: string, operator: string): string => {
    const bare = /^\d+$/.test(value) ? `${operator.toLowerCase()}_${value}` : value;
    const name = taken.has(bare) ? `${value} (${operator})` : bare;
    taken.add(name);
    return name;
  };
  const named = listModelLayers(prepared).map(({ name, value, operator }) => ({
    ...{ name: name ?? freshName(value, operator), value, operator },
  }));
  const layers = { ...description.layers, ...Object.fromEntries(named.map(({ name, value }) => [name, value])) };
  const model = { ...prepared, description: { ...description, layers } };
  const dimensionsOf = new ExplainableLayers(model).dimensions(inputSize(description.input));
  return { model, layers: named.map((layer) => ({ ...layer, ...dimensionsOf(layer.name) })) };
}
