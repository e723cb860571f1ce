/** The picture. Keras writes [batch, height, width, channels]; height and width stay free here. */
import type { LayerContext } from '../convert-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';

export function convertInputLayer({ options, graph }: LayerContext): GraphValue {
  options.only('sparse', false);
  const shape = options.any('batch_input_shape');
  const channels: unknown = Array.isArray(shape) && shape.length === 4 ? shape[3] : undefined;
  if (typeof channels !== 'number') throw options.unsupported('batch_input_shape', '[batch, height, width, channels]');
  graph.claim('input');
  return { name: 'input', channels, flat: false, nonNegative: false };
}
