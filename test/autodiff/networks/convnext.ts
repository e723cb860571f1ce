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

/**
 * Woo 2023, ConvNeXt V2 of timm, as PyTorch's newer exporter (dynamo) writes it: LayerNorm over channels last also before the
 * strided convolution and the classifier, Gelu, weights of linear layers transposed, responses normalised over positions.
 */
export function convnextV2(): Network {
  const net = new NetworkBuilder();
  const order = (x: string, ...perm: number[]): string => net.add('Transpose', [x], { perm: { ints: perm } });
  const norm = (x: string, channels: number): string =>
    net.add('LayerNormalization', [x, net.random(channels), net.random(channels)], { epsilon: { float: 1e-3 } });
  const normFirst = (x: string, channels: number): string => order(norm(order(x, 0, 2, 3, 1), channels), 0, 3, 1, 2);
  const linear = (x: string, from: number, to: number): string =>
    net.add('Add', [net.add('MatMul', [x, order(net.random(to, from), 1, 0)]), net.random(to)]);
  const shape = (...dims: number[]): string => net.ints(dims);
  const normResponses = (x: string, channels: number): string => {
    const norms = net.add('ReduceL2', [x, net.ints([1, 2])], { keepdims: { int: 1 } });
    const mean = net.add('ReduceMean', [norms, net.ints([-1])], { keepdims: { int: 1 } });
    const relative = net.add('Div', [norms, net.add('Add', [mean, net.floats([1e-6], [])])]);
    const factors = net.add('Reshape', [net.random(channels), shape(1, 1, 1, -1)]);
    const biases = net.add('Reshape', [net.random(channels), shape(1, 1, 1, -1)]);
    return net.add('Add', [x, net.add('Add', [biases, net.add('Mul', [factors, net.add('Mul', [x, relative])])])]);
  };
  const block = (x: string, channels: number): string => {
    const rows = norm(order(net.conv(x, channels, channels, { kernel: 7, group: channels }), 0, 2, 3, 1), channels);
    const wide = normResponses(net.add('Gelu', [linear(rows, channels, 2 * channels)]), 2 * channels);
    return net.add('Add', [order(linear(wide, 2 * channels, channels), 0, 3, 1, 2), x]);
  };
  const strided = (x: string, from: number, to: number, stride: number): string =>
    net.add('Conv', [x, net.random(to, from, stride, stride), net.random(to)], { strides: { ints: [stride, stride] } });
  const first = block(normFirst(strided('input', 3, 8, 2), 8), 8);
  const last = block(strided(normFirst(first, 8), 8, 12, 2), 12);
  const pooled = net.add('ReduceMean', [last, net.ints([-1, -2])], { keepdims: { int: 1 } });
  const flat = net.add('Reshape', [normFirst(pooled, 12), shape(0, -1)]);
  return { model: net.build(net.gemm(flat, 12, 5), undefined, 20), layers: [first, last] };
}
