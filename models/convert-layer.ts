/** What one Keras layer class becomes in ONNX: the signature that every file in layers/ fills in. */
import type { LayerOptions } from './layer-options.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';
import type { KerasLayer } from './read-keras-model.ts';
import type { Weights } from './read-weights.ts';

export interface LayerContext {
  readonly layer: KerasLayer;
  readonly options: LayerOptions;
  /** The values of the layer's inputs, in order. */
  readonly inputs: readonly Value[];
  /** What the layer's output is to be called in the graph. */
  readonly name: string;
  readonly weights: Weights;
  readonly graph: OnnxGraph;
  /** Whether this layer is the only one that sees its input. */
  readonly isOnlyReader: boolean;
}

/** @throws CamLensError `model-unsupported` naming layer and option, `model-damaged` where weights do not fit */
export type ConvertLayer = (context: LayerContext) => Value;
