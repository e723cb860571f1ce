/** Models as people bring them along: small, but of the kinds that exporters write. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { vgg } from '../autodiff/networks/vgg.ts';
import { channels, tinyResnet, wave } from '../autodiff/tiny-resnet.ts';

const nodes = tinyResnet().graph.node;
const weights = tinyResnet().graph.initializer;

/** Two linear layers behind the last map, of 16 × 16 pixels alone, 5 classes, softmax at the end. */
export const vggLike = (): Model => vgg().model;

/** Two classes that do not exclude each other: a sigmoid each. */
export function twoClassSigmoid(): Model {
  return tinyResnet({
    nodes: [
      ...nodes.slice(0, -1),
      node('Gemm', ['flat', 'two.w'], ['scores'], { transB: { int: 1 } }),
      node('Sigmoid', ['scores'], ['probabilities']),
    ],
    outputs: [floatValue('probabilities', ['batch', 2])],
    weights: [...weights.filter(({ name }) => !name.startsWith('fc.')), floatTensor('two.w', [2, 4], wave(8))],
  });
}

/** As TensorFlow's converter writes it: pictures come channels last, and are turned first of all. */
export function channelsLast(): Model {
  const [stem, ...rest] = nodes;
  const first = node('Conv', ['first', 'stem.w'], ['stem']);
  first.attribute = stem?.attribute ?? [];
  return tinyResnet({
    nodes: [node('Transpose', ['input'], ['first'], { perm: { ints: [0, 3, 1, 2] } }), first, ...rest],
    inputs: [floatValue('input', ['batch', 'height', 'width', 3])],
  });
}

/** Grey pictures of that size alone, channels last, and wider than high. */
export function greyOblong(height: number, width: number): Model {
  const { graph } = channelsLast();
  return tinyResnet({
    nodes: graph.node,
    inputs: [floatValue('input', ['batch', height, width, 1])],
    weights: [
      floatTensor('stem.w', [channels, 1, 3, 3], wave(channels * 9, 0.6)),
      ...weights.filter(({ name }) => name !== 'stem.w'),
    ],
  });
}

/** Of free size, its first convolution with these attributes. */
export function withStem(attributes: Parameters<typeof node>[3]): Model {
  return tinyResnet({ nodes: [node('Conv', ['input', 'stem.w'], ['stem'], attributes), ...nodes.slice(1)] });
}

/** As TensorFlow's converter writes convolutions: how much they pad follows from the picture's size, which is free. */
export const paddedToSize = (): Model => withStem({ auto_pad: { string: 'SAME_UPPER' }, strides: { ints: [2, 2] } });

/** Weights of both convolutions in a file beside the model, one behind the other. */
export function weightsBeside(location: string): { readonly model: Model; readonly beside: Uint8Array } {
  const model = tinyResnet();
  const moved = model.graph.initializer.filter(({ name }) => name !== 'fc.w' && name !== 'fc.b');
  const beside = new Uint8Array(moved.reduce((total, { rawData }) => total + rawData.length, 0));
  let offset = 0;
  for (const tensor of moved) {
    beside.set(tensor.rawData, offset);
    const entries = { location, offset: String(offset), length: String(tensor.rawData.length) };
    offset += tensor.rawData.length;
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = 1;
    tensor.externalData = Object.entries(entries).map(([key, value]) => {
      return { $typeName: 'onnx.StringStringEntryProto', key, value };
    });
  }
  return { model, beside };
}
