import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Howard 2019 (MobileNetV3), its hard swish x · ReLU6(x + 3) / 6 and hard sigmoid written with Clip, as before operator set 14; free sizes. */
export function mobilenetV3(): Network {
  const net = new NetworkBuilder();
  const [three, six, zero] = [net.floats([3], []), net.floats([6], []), net.floats([0], [])];
  const relu6 = (x: string): string => net.add('Clip', [net.add('Add', [x, three]), zero, six]);
  const hardSwish = (x: string): string => net.add('Div', [net.add('Mul', [x, relu6(x)]), six]);
  const excite = (x: string, channels: number): string => {
    const hidden = net.relu(net.conv(net.add('GlobalAveragePool', [x]), channels, 2, { kernel: 1 }));
    const factor = net.add('Div', [relu6(net.conv(hidden, 2, channels, { kernel: 1 })), six]);
    return net.add('Mul', [factor, x]);
  };
  const unit = (x: string, from: number, to: number, stride: number): string => {
    const wide = 2 * from;
    const expanded = hardSwish(net.batchNorm(net.conv(x, from, wide, { kernel: 1, bias: false }), wide));
    const depthwise = net.batchNorm(
      net.conv(expanded, wide, wide, { kernel: 5, group: wide, stride, bias: false }),
      wide,
    );
    const narrow = net.batchNorm(
      net.conv(excite(hardSwish(depthwise), wide), wide, to, { kernel: 1, bias: false }),
      to,
    );
    return stride === 1 && from === to ? net.add('Add', [x, narrow]) : narrow;
  };
  const stem = hardSwish(net.batchNorm(net.conv('input', 3, 4, { stride: 2, bias: false }), 4));
  const first = unit(stem, 4, 4, 1);
  const last = hardSwish(net.batchNorm(net.conv(unit(first, 4, 6, 2), 6, 8, { kernel: 1, bias: false }), 8));
  // Two linear layers behind the pooling.
  const hidden = hardSwish(net.gemm(net.add('Flatten', [net.add('GlobalAveragePool', [last])]), 8, 7));
  return { model: net.build(net.gemm(hidden, 7, 5), undefined, 13), layers: [stem, first, last] };
}
