import { NetworkBuilder } from './network-builder.ts';
import type { Network } from './index.ts';

const [width, heads, head] = [8, 2, 4];

/** Dosovitskiy 2020: patches as tokens, a class token, one block of attention; shapes computed as PyTorch exports them. */
export function vit(): Network {
  const net = new NetworkBuilder();
  const stem = net.add('Conv', ['input', net.random(width, 3, 4, 4), net.random(width)], { strides: { ints: [4, 4] } });
  const batch = (x: string): string =>
    net.add('Unsqueeze', [net.add('Gather', [net.add('Shape', [x]), net.ints([0], [])]), net.ints([0])]);
  const shaped = (x: string, ...rest: number[]): string =>
    net.add('Reshape', [x, net.add('Concat', [batch(x), net.ints(rest)], { axis: { int: 0 } })]);
  const order = (x: string, ...perm: number[]): string => net.add('Transpose', [x], { perm: { ints: perm } });
  const linear = (x: string, from: number, to: number): string =>
    net.add('Add', [net.add('MatMul', [x, net.random(from, to)]), net.random(to)]);
  const norm = (x: string): string => net.add('LayerNormalization', [x, net.random(width), net.random(width)]);

  const patches = order(shaped(stem, width, -1), 0, 2, 1);
  const token = net.add('Expand', [
    net.random(1, 1, width),
    net.add('Concat', [batch(patches), net.ints([1, 1])], { axis: { int: 0 } }),
  ]);
  const tokens = net.add('Add', [net.add('Concat', [token, patches], { axis: { int: 1 } }), net.random(1, 17, width)]);
  const joint = linear(norm(tokens), width, 3 * width);
  // [N, tokens, 3, heads, head] → three of [N, heads, tokens, head].
  const parts = order(shaped(joint, -1, 3, heads, head), 2, 0, 3, 1, 4);
  const [query = '', key = '', value = ''] = [0, 1, 2].map((i) =>
    net.add('Gather', [parts, net.ints([i], [])], { axis: { int: 0 } }),
  );
  const scores = net.add('Mul', [
    net.add('MatMul', [query, order(key, 0, 1, 3, 2)]),
    net.floats([1 / Math.sqrt(head)], []),
  ]);
  const mixed = net.add('MatMul', [net.add('Softmax', [scores], { axis: { int: -1 } }), value]);
  const attended = net.add('Add', [tokens, linear(shaped(order(mixed, 0, 2, 1, 3), -1, width), width, width)]);
  const hidden = net.add('Gelu', [linear(norm(attended), width, 2 * width)], { approximate: { string: 'tanh' } });
  const last = norm(net.add('Add', [attended, linear(hidden, 2 * width, width)]));
  const classToken = net.add('Gather', [last, net.ints([0], [])], { axis: { int: 1 } });
  return { model: net.build(net.gemm(classToken, width, 5), 16, 20), layers: [stem] };
}
