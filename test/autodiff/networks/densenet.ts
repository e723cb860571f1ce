import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Huang 2016: every layer reads all before it (Concat), normalisation first, average pooling between; free sizes. */
export function densenet(): Network {
  const net = new NetworkBuilder();
  let features = net.conv('input', 3, 4, { stride: 2 });
  let channels = 4;
  for (let i = 0; i < 3; i += 1) {
    const fresh = net.conv(net.relu(net.batchNorm(features, channels)), channels, 2, { bias: false });
    features = net.add('Concat', [features, fresh], { axis: { int: 1 } });
    channels += 2;
  }
  const dense = features;
  const shorter = net.pool(
    net.conv(net.relu(net.batchNorm(dense, channels)), channels, 4, { kernel: 1 }),
    'AveragePool',
    2,
    2,
  );
  const last = net.relu(net.batchNorm(shorter, 4));
  return { model: net.build(net.head(last, 4), undefined), layers: [dense, last] };
}
