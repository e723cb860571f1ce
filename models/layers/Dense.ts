/** x · kernel + bias, as Gemm with weights [units, inputs], the layout that class activation maps expect. */
import { addActivated, isNonNegative, readActivation } from '../activations.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyVector } from '../inputs-of-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';
import { ones, outputsFirst } from '../outputs-first.ts';

export function convertDense(context: LayerContext): GraphValue {
  const { layer, options, graph, name, weights } = context;
  const input = onlyVector(context);
  const units = options.number('units');
  const activation = readActivation(options);
  const { values: kernel } = weights.get(`${layer.name}/kernel`, [input.channels, units]);
  const transposed = outputsFirst(kernel, input.channels, ones(units));
  const operands = [graph.use(input), graph.floats(`${layer.name}/kernel`, [units, input.channels], transposed)];
  if (options.flag('use_bias')) {
    const { values: bias } = weights.get(`${layer.name}/bias`, [units]);
    operands.push(graph.floats(`${layer.name}/bias`, [units], bias));
  }
  addActivated(graph, activation, name, (linear) => graph.add('Gemm', operands, linear, { transB: { int: 1 } }));
  return { name, channels: units, flat: true, nonNegative: isNonNegative(activation) };
}
