import { NetworkBuilder } from './network-builder.ts';
import { side, type Network } from './index.ts';

/**
 * Radenović 2018: generalised-mean pooling, with the Pad that PyTorch's average pooling leaves; Pads before windows. Softplus
 * keeps central differences away from the kink of ReLU.
 */
export function gem(): Network {
  const net = new NetworkBuilder();
  const pad = (x: string, rows: number): string => net.add('Pad', [x, net.ints([0, 0, rows, rows, 0, 0, rows, rows])]);
  const softplus = (x: string): string => net.add('Softplus', [x]);
  const stem = softplus(net.conv('input', 3, 5));
  const strides = { ints: [2, 2] };
  const middle = softplus(net.add('Conv', [pad(stem, 1), net.random(6, 5, 3, 3)], { strides }));
  const last = net.add('Clip', [
    softplus(net.add('Conv', [pad(middle, 1), net.random(6, 6, 3, 3)], { strides })),
    net.floats([1e-6], []),
  ]);
  const power = net.floats([3]);
  const mean = net.pool(pad(net.add('Pow', [last, power]), 0), 'AveragePool', side / 4, side / 4);
  const pooled = net.add('Flatten', [net.add('Pow', [mean, net.add('Div', [net.floats([1]), power])])]);
  return { model: net.build(net.gemm(pooled, 6, 5), side), layers: [stem, middle, last] };
}
