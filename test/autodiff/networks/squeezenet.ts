import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Iandola 2016: fire modules, max pooling in ceil_mode, a convolution for a classifier and no linear layer; free sizes. */
export function squeezenet(): Network {
  const net = new NetworkBuilder();
  const fire = (x: string, channels: number): string => {
    const squeezed = net.relu(net.conv(x, channels, 3, { kernel: 1 }));
    const arms = [1, 3].map((kernel) => net.relu(net.conv(squeezed, 3, 3, { kernel })));
    return net.add('Concat', arms, { axis: { int: 1 } });
  };
  const stem = net.relu(net.conv('input', 3, 4, { stride: 2 }));
  const pooled = net.add('MaxPool', [stem], {
    kernel_shape: { ints: [3, 3] },
    strides: { ints: [2, 2] },
    ceil_mode: { int: 1 },
  });
  const last = fire(fire(pooled, 4), 6);
  const maps = net.relu(net.conv(net.add('Dropout', [last]), 6, 5, { kernel: 1 }));
  const logits = net.add('Flatten', [net.add('GlobalAveragePool', [maps])]);
  return { model: net.build(logits, undefined), layers: [stem, last] };
}
