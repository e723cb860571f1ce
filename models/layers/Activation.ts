/** An activation function as a separate layer. */
import { addActivation, isNonNegative, readActivation } from '../activations.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyInput } from '../inputs-of-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';

export function convertActivation(context: LayerContext): GraphValue {
  const { options, graph, name } = context;
  const input = onlyInput(context);
  const activation = readActivation(options);
  addActivation(graph, activation, graph.use(input), name);
  return {
    name,
    channels: input.channels,
    flat: input.flat,
    nonNegative: isNonNegative(activation) || (activation === 'linear' && input.nonNegative),
  };
}
