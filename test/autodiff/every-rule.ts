/** A network for any picture size in which the gradient of the layer "early" passes through nearly every rule. */
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../src/onnx/build.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { buildModel } from './build-model.ts';
import { wave } from './tiny-resnet.ts';

const square = (size: number): AttributeValue => ({ ints: [size, size] });
const round = (size: number): AttributeValue => ({ ints: [size, size, size, size] });

export function everyRuleModel(): Model {
  const overlapping = { kernel_shape: square(3), strides: square(2), pads: round(1) };
  return buildModel({
    nodes: [
      node('Conv', ['input', 'w0'], ['stem'], { pads: round(1) }),
      node('Relu', ['stem'], ['early']),
      node('MaxPool', ['early'], ['largest'], overlapping),
      node('AveragePool', ['early'], ['average'], overlapping),
      node('Concat', ['largest', 'average'], ['both'], { axis: { int: 1 } }),
      node('Pad', ['both', 'pads'], ['padded']),
      node('Conv', ['padded', 'w1'], ['strided'], { strides: square(2), group: { int: 2 } }),
      node('BatchNormalization', ['strided', 'scale', 'bias', 'mean', 'variance'], ['normal']),
      node('Clip', ['normal', 'low', 'high'], ['clipped']),
      // Squeeze and excitation: a factor for every channel.
      node('ReduceMean', ['clipped'], ['squeezed'], { axes: { ints: [2, 3] } }),
      node('Conv', ['squeezed', 'w2'], ['hidden']),
      node('Sigmoid', ['hidden'], ['factor']),
      node('Mul', ['clipped', 'factor'], ['excited']),
      node('Conv', ['excited', 'w3'], ['mixed'], { pads: round(1) }),
      node('Tanh', ['mixed'], ['bent']),
      node('Sub', ['excited', 'bent'], ['difference']),
      node('Neg', ['difference'], ['negative']),
      node('Div', ['negative', 'variance.1'], ['scaled']),
      node('Transpose', ['scaled'], ['last'], { perm: { ints: [0, 2, 3, 1] } }),
      node('ReduceMean', ['last'], ['pooled'], { axes: { ints: [1, 2] }, keepdims: { int: 0 } }),
      node('MatMul', ['pooled', 'w4'], ['scores']),
      node('Add', ['scores', 'b4'], ['logits']),
    ],
    inputs: [floatValue('input', ['batch', 3, 'height', 'width'])],
    outputs: [floatValue('logits', ['batch', 3])],
    weights: [
      floatTensor('w0', [4, 3, 3, 3], wave(108, 0.4)),
      floatTensor('w1', [6, 4, 3, 3], wave(216, 0.3, 1)),
      floatTensor('w2', [6, 6, 1, 1], wave(36, 1, 2)),
      floatTensor('w3', [6, 6, 3, 3], wave(324, 0.2, 3)),
      floatTensor('w4', [6, 3], wave(18, 1, 4)),
      floatTensor('b4', [3], wave(3, 1, 5)),
      floatTensor('scale', [6], Float32Array.of(1, -1, 0.5, 2, 1.5, -0.5)),
      floatTensor('bias', [6], Float32Array.of(0.5, 1, 1.5, 0, 0.5, 1)),
      floatTensor('mean', [6], wave(6, 0.2, 6)),
      floatTensor('variance', [6], Float32Array.of(1, 0.5, 2, 0.25, 1.5, 0.75)),
      floatTensor('variance.1', [6, 1, 1], Float32Array.of(1, 0.5, 2, 0.25, 1.5, 0.75)),
      floatTensor('low', [], Float32Array.of(0)),
      floatTensor('high', [], Float32Array.of(6)),
      intTensor('pads', [8], [0, 0, 0, 1, 0, 0, 1, 0]),
    ],
  });
}
