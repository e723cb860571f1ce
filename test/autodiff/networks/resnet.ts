import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** He 2015: residual blocks with batch normalisation, one of them with a stride and a projection; free sizes. */
export function resnet(): Network {
  const net = new NetworkBuilder();
  const stem = net.relu(net.batchNorm(net.conv('input', 3, 4, { kernel: 7, stride: 2, bias: false }), 4));
  const pooled = net.pool(stem, 'MaxPool', 3, 2, 1);
  const block = (x: string, channelsIn: number, channelsOut: number, stride: number): string => {
    const arm = net.relu(net.batchNorm(net.conv(x, channelsIn, channelsOut, { stride, bias: false }), channelsOut));
    const sum = net.batchNorm(net.conv(arm, channelsOut, channelsOut, { bias: false }), channelsOut);
    const same = stride === 1 && channelsIn === channelsOut;
    return net.relu(net.add('Add', [sum, same ? x : net.conv(x, channelsIn, channelsOut, { kernel: 1, stride })]));
  };
  const first = block(pooled, 4, 4, 1);
  const second = block(first, 4, 6, 2);
  return { model: net.build(net.head(second, 6), undefined), layers: [stem, first, second] };
}
