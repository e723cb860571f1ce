/** The mean over space, [batch, channels]: GlobalAveragePool keeps two axes of size 1, Flatten drops them. */
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';

export function convertGlobalAveragePooling2D(context: LayerContext): GraphValue {
  const { options, graph, name } = context;
  const input = onlyMap(context);
  options.choice('data_format', ['channels_last']);
  options.only('keepdims', false);
  const pooled = graph.add('GlobalAveragePool', [graph.use(input)], `${name}/pooled`);
  graph.add('Flatten', [pooled], name, { axis: { int: 1 } });
  return { name, channels: input.channels, flat: true, nonNegative: input.nonNegative };
}
