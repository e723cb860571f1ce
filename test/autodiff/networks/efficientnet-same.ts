import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Tan 2019 as timm's tf_efficientnet: TensorFlow's "same" padding, computed in the file from the shape of each map. */
export function efficientnetSame(): Network {
  const net = new NetworkBuilder();
  const int = (value: number): string => net.ints([value], []);
  const swish = (x: string): string => net.add('Mul', [x, net.add('Sigmoid', [x])]);
  /** max((⌈size / stride⌉ − 1) · stride + kernel − size, 0), half of it before the map. */
  const padding = (x: string, axis: number, kernel: number, stride: number): readonly [string, string] => {
    const size = net.add('Gather', [net.add('Shape', [x]), int(axis)], { axis: { int: 0 } });
    const exact = net.add('Div', [net.add('Cast', [size], { to: { int: 1 } }), net.floats([stride], [])]);
    const outputs = net.add('Cast', [net.add('Ceil', [exact])], { to: { int: 7 } });
    const reach = net.add('Add', [net.add('Mul', [net.add('Sub', [outputs, int(1)]), int(stride)]), int(kernel)]);
    const whole = net.add('Max', [net.add('Sub', [reach, size]), int(0)]);
    const before = net.add('Div', [whole, int(2)]);
    return [before, net.add('Sub', [whole, before])];
  };
  const same = (x: string, from: number, to: number, kernel: number, stride: number, group = 1): string => {
    const [[top, bottom], [left, right]] = [padding(x, 2, kernel, stride), padding(x, 3, kernel, stride)];
    // F.pad lists the last axis first; its export turns the list round.
    const pairs = [left, right, top, bottom].map((each) => net.add('Unsqueeze', [each, net.ints([0])]));
    const all = net.add('Concat', [...pairs, net.ints([0, 0, 0, 0])], { axis: { int: 0 } });
    const rows = net.add('Reshape', [all, net.ints([-1, 2])]);
    const turned = net.add('Slice', [rows, net.ints([-1]), net.ints([-(2 ** 31)]), net.ints([0]), net.ints([-1])]);
    const pads = net.add('Reshape', [net.add('Transpose', [turned], { perm: { ints: [1, 0] } }), net.ints([-1])]);
    const padded = net.add('Pad', [x, pads, net.floats([0], [])]);
    return net.add('Conv', [padded, net.random(to, from / group, kernel, kernel), net.random(to)], {
      strides: { ints: [stride, stride] },
      group: { int: group },
    });
  };
  const excite = (x: string, channels: number): string => {
    const hidden = swish(net.conv(net.add('ReduceMean', [x], { axes: { ints: [2, 3] } }), channels, 2, { kernel: 1 }));
    return net.add('Mul', [x, net.add('Sigmoid', [net.conv(hidden, 2, channels, { kernel: 1 })])]);
  };
  const stem = swish(net.batchNorm(same('input', 3, 4, 3, 2), 4));
  const depthwise = swish(net.batchNorm(same(stem, 4, 4, 5, 1, 4), 4));
  const block = net.add('Add', [stem, net.batchNorm(net.conv(excite(depthwise, 4), 4, 4, { kernel: 1 }), 4)]);
  const last = swish(net.batchNorm(same(block, 4, 6, 5, 2), 6));
  return { model: net.build(net.head(last, 6), 16), layers: [stem, block, last] };
}
