/** The picture. Keras writes [batch, height, width, channels]; its height and width are left free. */
import type { LayerContext } from '../convert-layer.ts';
import type { Value } from '../onnx-graph.ts';

export function convertInputLayer({ options, graph }: LayerContext): Value {
  options.only('sparse', false);
  const shape = options.any('batch_input_shape');
  const channels: unknown = Array.isArray(shape) && shape.length === 4 ? shape[3] : undefined;
  if (typeof channels !== 'number') throw options.unsupported('batch_input_shape', '[batch, height, width, channels]');
  graph.claim('input');
  return { name: 'input', channels, flat: false, nonNegative: false };
}
