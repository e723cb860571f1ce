/** The signature of the converters in layers/, one per class of Keras layers. */
import type { LayerOptions } from './layer-options.ts';
import type { OnnxGraph, GraphValue } from './onnx-graph.ts';
import type { KerasLayer } from './read-keras-model.ts';
import type { WeightSource } from './read-weights.ts';

export interface LayerContext {
  readonly layer: KerasLayer;
  readonly options: LayerOptions;
  /** The values of the layer's inputs, in order. */
  readonly inputs: readonly GraphValue[];
  /** Name for the layer's output in the graph. */
  readonly name: string;
  readonly weights: WeightSource;
  readonly graph: OnnxGraph;
  /** Whether this layer is the only consumer of its input. */
  readonly isOnlyReader: boolean;
}

/** @throws CamLensError `model-unsupported` naming layer and option, `model-damaged` if weights do not fit */
export type ConvertLayer = (context: LayerContext) => GraphValue;
