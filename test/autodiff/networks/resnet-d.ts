import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** He 2019 (ResNet-D), as timm has it: a stem of three convolutions; shortcuts that are pooled, windows cut at the edge, before their projection. */
export function resnetD(): Network {
  const net = new NetworkBuilder();
  const unit = (x: string, from: number, to: number, stride = 1): string =>
    net.batchNorm(net.conv(x, from, to, { stride, bias: false }), to);
  const stem = net.relu(unit(net.relu(unit(net.relu(unit('input', 3, 3, 2)), 3, 3)), 3, 4));
  const shortcut = (x: string, from: number, to: number): string => {
    const pooled = net.add('AveragePool', [x], {
      ...{ kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] }, pads: { ints: [0, 0, 0, 0] } },
      ...{ ceil_mode: { int: 1 }, count_include_pad: { int: 0 } },
    });
    return net.batchNorm(net.conv(pooled, from, to, { kernel: 1, bias: false }), to);
  };
  const block = (x: string, from: number, to: number, stride: number): string => {
    const arm = unit(net.relu(unit(x, from, to, stride)), to, to);
    return net.relu(net.add('Add', [arm, stride === 1 ? x : shortcut(x, from, to)]));
  };
  const first = block(net.pool(stem, 'MaxPool', 3, 2, 1), 4, 4, 1);
  const second = block(first, 4, 6, 2);
  return { model: net.build(net.head(second, 6), 16), layers: [stem, first, second] };
}
