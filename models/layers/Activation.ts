/** An activation function as a layer of its own. */
import { addActivation, isNonNegative, readActivation } from '../activations.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyInput } from '../inputs-of-layer.ts';
import type { Value } from '../onnx-graph.ts';

export function convertActivation(context: LayerContext): Value {
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
