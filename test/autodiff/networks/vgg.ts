import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Simonyan 2014: plain convolutions, max pooling, two linear layers, no normalisation; fixed size. */
export function vgg(): Network {
  const net = new NetworkBuilder();
  const first = net.relu(net.conv(net.relu(net.conv('input', 3, 4)), 4, 4));
  const second = net.relu(net.conv(net.pool(first, 'MaxPool', 2, 2), 4, 6));
  const flat = net.add('Flatten', [net.pool(second, 'MaxPool', 2, 2)]);
  const hidden = net.add('Dropout', [net.relu(net.gemm(flat, 6 * 16, 8))]);
  const logits = net.gemm(hidden, 8, 5);
  return { model: net.build(net.add('Softmax', [logits], { axis: { int: 1 } }), 16, 11), layers: [first, second] };
}
