import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

/** Liu 2022: patches, 7 × 7 depthwise convolutions, LayerNorm over channels last, GELU written with Erf; free sizes. */
export function convnext(): Network {
  const net = new NetworkBuilder();
  const one = net.floats([1], []);
  const gelu = (x: string): string => {
    const erf = net.add('Erf', [net.add('Div', [x, net.floats([Math.SQRT2], [])])]);
    return net.add('Mul', [net.add('Mul', [x, net.add('Add', [erf, one])]), net.floats([0.5], [])]);
  };
  const norm = (x: string, channels: number): string =>
    net.add('LayerNormalization', [x, net.random(channels), net.random(channels)], { epsilon: { float: 1e-3 } });
  const order = (x: string, ...perm: number[]): string => net.add('Transpose', [x], { perm: { ints: perm } });
  const stem = net.add('Conv', ['input', net.random(4, 3, 4, 4), net.random(4)], { strides: { ints: [4, 4] } });
  const block = (x: string): string => {
    const rows = norm(order(net.conv(x, 4, 4, { kernel: 7, group: 4 }), 0, 2, 3, 1), 4);
    const wide = gelu(net.add('Add', [net.add('MatMul', [rows, net.random(4, 8)]), net.random(8)]));
    const narrow = net.add('Mul', [net.add('MatMul', [wide, net.random(8, 4)]), net.random(4)]);
    return net.add('Add', [x, order(narrow, 0, 3, 1, 2)]);
  };
  const last = block(block(stem));
  const pooled = net.add('ReduceMean', [last], { axes: { ints: [-2, -1] }, keepdims: { int: 0 } });
  return { model: net.build(net.gemm(norm(pooled, 4), 4, 5), undefined), layers: [stem, last] };
}
