/** Transformers and hybrids of 16 × 16 pixels, 4 × 4 patches, in the manner of their exporters. */
import { maxvit, pvt } from './hybrids.ts';
import { lastChannels, plain, side, tokens, type TokenFamily } from './map-places.ts';
import { TokenNetwork } from './token-network.ts';

const [width, opset] = [8, 20];
const positions = side * side;

interface VitOptions {
  readonly blocks?: number;
  readonly registers?: number;
  /** What the classifier reads: the class token, its mean with a distilled one's, or the mean of the positions. */
  readonly pooling?: 'class' | 'distilled' | 'mean';
  readonly isDecomposed?: boolean;
}

/** Dosovitskiy 2020; Touvron 2021 (distilled); Darcet 2024 (registers, behind the class token). */
export function vit({ blocks = 2, registers = 0, pooling = 'class', isDecomposed = false }: VitOptions): TokenFamily {
  const net = new TokenNetwork();
  net.isDecomposed = isDecomposed;
  const stem = net.patches(width);
  const rows = net.order(net.shaped(stem, 0, width, -1), 0, 2, 1);
  const own = pooling === 'distilled' ? 2 : 1;
  const placed = net.add('Add', [
    net.concat(1, net.learned(stem, own, width), rows),
    net.random(1, own + positions, width),
  ]);
  const before = own + registers;
  const all =
    registers === 0
      ? placed
      : net.concat(
          1,
          net.slice(placed, 1, 0, 1),
          net.learned(stem, registers, width),
          net.slice(placed, 1, 1, 2 ** 31),
        );
  const count = before + positions;
  const ends = [all];
  for (let block = 0; block < blocks; block += 1) {
    const x = ends.at(-1) ?? all;
    const attended = net.add('Add', [x, net.attention(net.norm(x, width), width, { heads: 2, tokens: count })]);
    ends.push(net.add('Add', [attended, net.mlp(net.norm(attended, width), width)]));
  }
  const last = net.norm(ends.at(-1) ?? '', width);
  const logits = {
    class: () => net.gemm(net.pick(last, 1, 0), width, 5),
    distilled: () =>
      net.add('Div', [
        net.add('Add', [net.gemm(net.pick(last, 1, 0), width, 5), net.gemm(net.pick(last, 1, 1), width, 5)]),
        net.floats([2], []),
      ]),
    mean: () => net.gemm(net.mean(net.slice(last, 1, before, 2 ** 31), [1], 0), width, 5),
  }[pooling]();
  const shown = pooling === 'mean' ? [...ends.slice(1, -1), last] : ends.slice(blocks - 1, -1);
  return {
    model: net.build(logits, 16, opset),
    layers: [plain(stem, width, side), ...shown.map((value) => tokens(value, width, before))],
  };
}

/** Touvron 2021: the class token joins in the last layers, whose queries come from it alone. */
export function cait(): TokenFamily {
  const net = new TokenNetwork();
  const rows = net.order(net.shaped(net.patches(width), 0, width, -1), 0, 2, 1);
  const attended = net.add('Add', [rows, net.attention(net.norm(rows, width), width, { heads: 2, tokens: positions })]);
  const last = net.add('Add', [attended, net.mlp(net.norm(attended, width), width)]);
  let token = net.learned(last, 1, width);
  for (let block = 0; block < 2; block += 1) {
    const both = net.norm(net.concat(1, token, last), width);
    const read = net.attention(both, width, { heads: 2, tokens: positions + 1, isOfClass: true });
    const added = net.add('Add', [token, read]);
    token = net.add('Add', [added, net.mlp(net.norm(added, width), width)]);
  }
  const logits = net.gemm(net.pick(net.norm(token, width), 1, 0), width, 5);
  return { model: net.build(logits, 16, opset), layers: [tokens(attended, width), tokens(last, width)] };
}

/** Tolstikhin 2021: a linear layer mixes the tokens; the mean of all is classified. */
export function mixer(): TokenFamily {
  const net = new TokenNetwork();
  const rows = net.order(net.shaped(net.patches(width), 0, width, -1), 0, 2, 1);
  const block = (x: string): string => {
    const turned = net.order(net.norm(x, width), 0, 2, 1);
    const mixed = net.add('Add', [x, net.order(net.mlp(turned, positions, 6), 0, 2, 1)]);
    return net.add('Add', [mixed, net.mlp(net.norm(mixed, width), width)]);
  };
  const first = block(rows);
  const last = net.norm(block(first), width);
  const logits = net.gemm(net.mean(last, [1], 0), width, 5);
  return { model: net.build(logits, 16, opset), layers: [tokens(first, width), tokens(last, width)] };
}

/** Liu 2021, channels last, as dynamo writes timm's: windows, rolled by Slice and Concat, patches merged by Reshape. */
export function swin(): TokenFamily {
  const net = new TokenNetwork();
  const stem = net.patches(width);
  const windowed = (x: string, size: number, channels: number): string => {
    const blocks = size / 2;
    const parted = net.order(net.shaped(x, -1, blocks, 2, blocks, 2, channels), 0, 1, 3, 2, 4, 5);
    const read = net.attention(net.shaped(parted, -1, 4, channels), channels, { heads: 2, tokens: 4 });
    const back = net.order(net.shaped(read, -1, blocks, blocks, 2, 2, channels), 0, 1, 3, 2, 4, 5);
    return net.shaped(back, -1, size, size, channels);
  };
  const rolled = (x: string, axis: number, by: number): string =>
    net.concat(axis, net.slice(x, axis, by, 2 ** 31), net.slice(x, axis, 0, by));
  const block = (x: string, size: number, channels: number, shift: number): string => {
    const normal = net.norm(x, channels);
    const moved = shift === 0 ? normal : rolled(rolled(normal, 1, shift), 2, shift);
    const read = windowed(moved, size, channels);
    const back = shift === 0 ? read : rolled(rolled(read, 1, size - shift), 2, size - shift);
    const sum = net.add('Add', [x, back]);
    return net.add('Add', [sum, net.mlp(net.norm(sum, channels), channels)]);
  };
  const first = block(block(net.norm(net.order(stem, 0, 2, 3, 1), width), side, width, 0), side, width, 1);
  const four = net.order(net.shaped(first, -1, 2, 2, 2, 2, width), 0, 1, 3, 4, 2, 5);
  const merged = net.norm(net.shaped(four, -1, 2, 2, 4 * width), 4 * width);
  const last = net.norm(
    block(net.add('MatMul', [merged, net.random(4 * width, 2 * width)]), 2, 2 * width, 0),
    2 * width,
  );
  const logits = net.gemm(net.mean(last, [1, 2], 0), 2 * width, 5);
  return {
    model: net.build(logits, 16, opset),
    layers: [lastChannels(first, width, side), lastChannels(merged, 4 * width, 2), lastChannels(last, 2 * width, 2)],
  };
}

/** Convolutions with Transposes around them, and all else channels last, as tf2onnx leaves some of Keras's networks. */
export function keras(): TokenFamily {
  const net = new TokenNetwork();
  const unit = (x: string, from: number, to: number): string => {
    const made = net.order(net.conv(net.order(x, 0, 3, 1, 2), from, to, { stride: 2, bias: false }), 0, 2, 3, 1);
    return net.relu(net.add('Add', [net.add('Mul', [made, net.around(1, to)]), net.random(to)]));
  };
  const first = unit(net.order('input', 0, 2, 3, 1), 3, 4);
  const last = unit(first, 4, 6);
  const logits = net.gemm(net.mean(last, [1, 2], 0), 6, 5);
  return {
    model: net.build(logits, 16, opset),
    layers: [lastChannels(first, 4, 8), lastChannels(last, 6, 4)],
  };
}

/** Name → a family, and how its file was written. */
export const tokenFamilies: Readonly<Record<string, () => TokenFamily>> = {
  'ViT, class token': () => vit({}),
  'ViT, written with elementary operators': () => vit({ isDecomposed: true }),
  'ViT, registers': () => vit({ registers: 3 }),
  'ViT, mean of the patches': () => vit({ pooling: 'mean' }),
  'DeiT, distilled': () => vit({ pooling: 'distilled' }),
  ...{ CaiT: cait, Mixer: mixer, 'Swin, channels last': swin, 'Keras, channels last': keras },
  ...{ PVT: pvt, MaxViT: maxvit },
};
