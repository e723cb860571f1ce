import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Tan 2019: squeeze and excitation, Swish as x · sigmoid(x), depthwise convolutions; free sizes. */
export function efficientnet(): Network {
  const net = new NetworkBuilder();
  const swish = (x: string): string => net.add('Mul', [x, net.add('Sigmoid', [x])]);
  const excite = (x: string, channels: number): string => {
    const squeezed = net.add('ReduceMean', [x], { axes: { ints: [2, 3] } });
    const hidden = swish(net.conv(squeezed, channels, 2, { kernel: 1 }));
    return net.add('Mul', [x, net.add('Sigmoid', [net.conv(hidden, 2, channels, { kernel: 1 })])]);
  };
  const stem = swish(net.batchNorm(net.conv('input', 3, 4, { stride: 2, bias: false }), 4));
  const depthwise = swish(net.batchNorm(net.conv(stem, 4, 4, { kernel: 5, group: 4, bias: false }), 4));
  const block = net.add('Add', [stem, net.batchNorm(net.conv(excite(depthwise, 4), 4, 4, { kernel: 1 }), 4)]);
  const last = swish(net.conv(block, 4, 6, { stride: 2 }));
  return { model: net.build(net.head(last, 6), undefined), layers: [stem, block, last] };
}
