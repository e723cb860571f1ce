/** Keras's activation functions as ONNX operators. */
import type { LayerOptions } from './layer-options.ts';
import type { OnnxGraph } from './onnx-graph.ts';

const operators = {
  linear: { opType: 'Identity', nonNegative: false },
  relu: { opType: 'Relu', nonNegative: true },
} as const;

export type Activation = keyof typeof operators;

/** Reads the layer's option `activation`; one that is not in the table above is an error. */
export function readActivation(options: LayerOptions): Activation {
  return options.choice('activation', Object.keys(operators) as Activation[]);
}

export function isNonNegative(activation: Activation): boolean {
  return operators[activation].nonNegative;
}

/** Adds a node that applies the activation to the value named `input`; the result is named `name`. */
export function addActivation(graph: OnnxGraph, activation: Activation, input: string, name: string): void {
  graph.add(operators[activation].opType, [input], name);
}

/**
 * Adds a layer and the activation in its config. The value after the activation gets the layer's name.
 * @param add adds the layer without its activation, under the name it receives
 */
export function addActivated(
  graph: OnnxGraph,
  activation: Activation,
  name: string,
  add: (name: string) => void,
): void {
  if (activation === 'linear') {
    add(name);
    return;
  }
  const linear = `${name}/linear`;
  add(linear);
  addActivation(graph, activation, linear, name);
}
