/** Networks of several stages that mix convolutions and attention, of 16 × 16 pixels. */
import { lastChannels, plain, tokens, type TokenFamily } from './map-places.ts';
import { TokenNetwork } from './token-network.ts';

/**
 * Wang 2022 (PVT v2), as PyTorch writes it: overlapping patches; keys and values of fewer positions, made by a strided
 * convolution; a depthwise convolution in the MLP; after each stage the tokens become a map again.
 */
export function pvt(): TokenFamily {
  const net = new TokenNetwork();
  const toRows = (map: string, channels: number): string => net.order(net.shaped(map, 0, channels, -1), 0, 2, 1);
  const toMap = (rows: string, channels: number, side: number): string =>
    net.shaped(net.order(rows, 0, 2, 1), 0, channels, side, side);
  const parts = (x: string, count: number, channels: number): string =>
    net.order(net.shaped(net.linear(x, channels, channels), -1, count, 2, channels / 2), 0, 2, 1, 3);
  const attention = (x: string, channels: number, side: number, reduction: number): string => {
    const fewer = (side / reduction) ** 2;
    const kernel = [channels, channels, reduction, reduction];
    const reduced = (): string =>
      net.add('Conv', [toMap(x, channels, side), net.random(...kernel), net.random(channels)], {
        strides: { ints: [reduction, reduction] },
      });
    const read = reduction === 1 ? x : net.norm(toRows(reduced(), channels), channels);
    const [query, key, value] = [
      parts(x, side ** 2, channels),
      parts(read, fewer, channels),
      parts(read, fewer, channels),
    ];
    const scores = net.add('Mul', [
      net.add('MatMul', [query, net.order(key, 0, 1, 3, 2)]),
      net.floats([(channels / 2) ** -0.5], []),
    ]);
    const mixed = net.add('MatMul', [net.add('Softmax', [scores], { axis: { int: -1 } }), value]);
    return net.linear(net.shaped(net.order(mixed, 0, 2, 1, 3), -1, side ** 2, channels), channels, channels);
  };
  const mlp = (x: string, channels: number, side: number): string => {
    const wide = 2 * channels;
    const hidden = toMap(net.linear(x, channels, wide), wide, side);
    const mixed = net.gelu(toRows(net.conv(hidden, wide, wide, { group: wide }), wide));
    return net.linear(mixed, wide, channels);
  };
  const patches = (x: string, channels: number): string => net.norm(toRows(x, channels), channels);
  const stage = (rows: string, channels: number, side: number, reduction: number): string => {
    const sum = net.add('Add', [rows, attention(net.norm(rows, channels), channels, side, reduction)]);
    return net.norm(net.add('Add', [sum, mlp(net.norm(sum, channels), channels, side)]), channels);
  };
  const stem = patches(net.conv('input', 3, 4, { kernel: 7, stride: 4 }), 4);
  const first = stage(stem, 4, 4, 2);
  const last = stage(patches(net.conv(toMap(first, 4, 4), 4, 8, { stride: 2 }), 8), 8, 2, 1);
  const logits = net.gemm(net.mean(last, [1], 0), 8, 5);
  return {
    model: net.build(logits, 16, 20),
    layers: [tokens(stem, 4, 0, 0, 4), tokens(first, 4, 0, 0, 4), tokens(last, 8, 0, 0, 2)],
  };
}

/**
 * Tu 2022 (MaxViT), as torchvision has it: an inverted residual with squeeze and excitation, then attention inside blocks
 * of neighbours and over a sparse grid of positions, each in [N, H, W, C].
 */
export function maxvit(): TokenFamily {
  const net = new TokenNetwork();
  const swish = (x: string): string => net.add('Mul', [x, net.add('Sigmoid', [x])]);
  const excite = (x: string, channels: number): string => {
    const hidden = swish(net.conv(net.add('GlobalAveragePool', [x]), channels, 2, { kernel: 1 }));
    return net.add('Mul', [net.add('Sigmoid', [net.conv(hidden, 2, channels, { kernel: 1 })]), x]);
  };
  const residual = (x: string, from: number, to: number): string => {
    const wide = 2 * to;
    const expanded = net.gelu(
      net.batchNorm(net.conv(net.batchNorm(x, from), from, wide, { kernel: 1, bias: false }), wide),
    );
    const depthwise = net.gelu(
      net.batchNorm(net.conv(expanded, wide, wide, { stride: 2, group: wide, bias: false }), wide),
    );
    const arm = net.conv(excite(depthwise, wide), wide, to, { kernel: 1 });
    return net.add('Add', [net.conv(net.pool(x, 'AveragePool', 2, 2), from, to, { kernel: 1 }), arm]);
  };
  /** Blocks of 2 × 2 neighbours, or 2 × 2 positions as far from each other as possible. */
  const within = (x: string, channels: number, side: number, isGrid: boolean): string => {
    const half = side / 2;
    const sizes = isGrid ? [2, half, 2, half] : [half, 2, half, 2];
    const there = isGrid ? [0, 2, 4, 1, 3, 5] : [0, 1, 3, 2, 4, 5];
    const back = isGrid ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5];
    const windows = net.shaped(net.order(net.shaped(x, -1, ...sizes, channels), ...there), -1, 4, channels);
    const read = net.attention(net.norm(windows, channels), channels, { heads: 2, tokens: 4 });
    return net.shaped(net.order(net.shaped(read, -1, half, half, 2, 2, channels), ...back), -1, side, side, channels);
  };
  const attended = (x: string, channels: number, side: number, isGrid: boolean): string => {
    const sum = net.add('Add', [x, within(x, channels, side, isGrid)]);
    return net.add('Add', [sum, net.mlp(net.norm(sum, channels), channels)]);
  };
  const stem = net.relu(net.batchNorm(net.conv('input', 3, 4, { stride: 2, bias: false }), 4));
  const mixed = residual(stem, 4, 8);
  const rows = attended(attended(net.order(mixed, 0, 2, 3, 1), 8, 4, false), 8, 4, true);
  const last = net.order(rows, 0, 3, 1, 2);
  const pooled = net.norm(net.add('Flatten', [net.add('GlobalAveragePool', [last])]), 8);
  const logits = net.gemm(net.add('Tanh', [net.gemm(pooled, 8, 8)]), 8, 5);
  return {
    model: net.build(logits, 16, 20),
    layers: [plain(stem, 4, 8), plain(mixed, 8, 4), lastChannels(rows, 8, 4)],
  };
}
