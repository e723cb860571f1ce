import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Sandler 2018 (MobileNetV2): inverted residuals, depthwise convolutions, ReLU6, as an export of operator set 9; free sizes. */
export function mobilenet(): Network {
  const net = new NetworkBuilder();
  const relu6 = (x: string): string => net.add('Clip', [x], { min: { float: 0 }, max: { float: 6 } });
  const unit = (x: string, channelsIn: number, channelsOut: number, stride: number): string => {
    const wide = 2 * channelsIn;
    const expanded = relu6(net.batchNorm(net.conv(x, channelsIn, wide, { kernel: 1, bias: false }), wide));
    const depthwise = relu6(net.batchNorm(net.conv(expanded, wide, wide, { group: wide, stride, bias: false }), wide));
    const narrow = net.batchNorm(net.conv(depthwise, wide, channelsOut, { kernel: 1, bias: false }), channelsOut);
    return stride === 1 && channelsIn === channelsOut ? net.add('Add', [x, narrow]) : narrow;
  };
  const stem = relu6(net.conv('input', 3, 4, { stride: 2 }));
  const first = unit(stem, 4, 4, 1);
  const second = relu6(unit(first, 4, 6, 2));
  return { model: net.build(net.head(second, 6), undefined, 9), layers: [stem, first, second] };
}
