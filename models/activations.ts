/** Keras's activation functions as ONNX operators. */
import type { LayerOptions } from './layer-options.ts';
import type { OnnxGraph } from './onnx-graph.ts';

const operators = {
  linear: { opType: 'Identity', nonNegative: false },
  relu: { opType: 'Relu', nonNegative: true },
} as const;

export type Activation = keyof typeof operators;

/** The layer's option `activation`; one that is not in the table above is refused. */
export function readActivation(options: LayerOptions): Activation {
  return options.choice('activation', Object.keys(operators) as Activation[]);
}

export function isNonNegative(activation: Activation): boolean {
  return operators[activation].nonNegative;
}

/** Adds the activation of the value named `input`, as a value of its own. */
export function addActivation(graph: OnnxGraph, activation: Activation, input: string, name: string): void {
  graph.add(operators[activation].opType, [input], name);
}

/**
 * Adds a layer and the activation that its config asks for; the layer's name goes to the value after the activation.
 * @param add adds the layer itself under the name given
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
