/** Models of traits that are refused, and the message for each. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { floatValue, node } from '../../src/onnx/build.ts';
import type { Model, NodeProto } from '../../src/onnx/messages.ts';
import { tinyResnet } from './tiny-resnet.ts';

function valueOfType(name: string, elemType: TensorProto_DataType) {
  const value = floatValue(name, ['batch', 3, 'height', 'width']);
  if (value.type?.value.case === 'tensorType') value.type.value.value.elemType = elemType;
  return value;
}

const inner = create(GraphProtoSchema, {
  node: [node('Relu', ['sum'], ['inner'])],
  output: [floatValue('inner', [])],
});
const branch = node('If', ['truth'], ['features']);
branch.attribute.push(create(AttributeProtoSchema, { name: 'then_branch', g: inner }));
const { graph } = tinyResnet();
const double = create(TensorProtoSchema, {
  name: 'double',
  dataType: TensorProto_DataType.DOUBLE,
  dims: [1n],
  doubleData: [1],
});
const instead = (at: number, ...nodes: NodeProto[]) => tinyResnet({ nodes: graph.node.toSpliced(at, 1, ...nodes) });
const inputs = (...names: [string, (number | string)[]][]) =>
  tinyResnet({
    nodes: [node('Add', [names[0]?.[0] ?? '', names.at(-1)?.[0] ?? ''], ['sum']), ...graph.node.slice(4)],
    inputs: names.map(([name, dims]) => floatValue(name, dims)),
  });

/** Trait, code, message (see withoutRules), model; the layer "sum" is requested. */
export const refusedModels: readonly (readonly [trait: string, code: string, message: string, model: Model])[] = [
  [
    'control flow',
    'operator-unsupported',
    'The If node "features", which lies between a requested layer and the logits, is control flow, which has no ' +
      'gradient. Choose a layer after it, or export the model with its branches and loops unrolled (traced, not scripted).',
    instead(4, node('Cast', ['fc.b'], ['truth'], { to: { int: 9 } }), branch),
  ],
  [
    'integers without QuantizeLinear',
    'model-unsupported',
    'The model is quantised to integers (the DequantizeLinear node "whole"), which have no gradients. ' +
      'Use the float32 file it was made from, or one in QDQ format (QuantizeLinear and DequantizeLinear around float32 operators).',
    instead(4, node('DequantizeLinear', ['fc.b', 'fc.b'], ['whole']), node('Add', ['sum', 'whole'], ['features'])),
  ],
  [
    'a quantised convolution',
    'model-unsupported',
    'The model is quantised to integers (the QLinearConv node "features"), which have no gradients. ' +
      'Use the float32 file it was made from, or one in QDQ format (QuantizeLinear and DequantizeLinear around float32 operators).',
    instead(4, node('QLinearConv', ['sum'], ['features'])),
  ],
  [
    'a float64 weight among float32',
    'model-unsupported',
    'The model computes in float64 (see its weight "double"): export it in float32.',
    tinyResnet({
      nodes: graph.node.with(4, node('Add', ['sum', 'double'], ['features'])),
      weights: [...graph.initializer, double],
    }),
  ],
  [
    'no picture',
    'model-unsupported',
    'The model has no input for a picture, float32 [N, channels, height, width]. Its inputs: "words" (float32 [batch, 128]).',
    inputs(['words', ['batch', 128]]),
  ],
  [
    'a picture of bytes, without a Cast',
    'model-unsupported',
    'The model takes pictures as uint8: export it with a float32 input. Its inputs: "input" (uint8 [batch, 3, ' +
      'height, width]).',
    tinyResnet({ inputs: [valueOfType('input', TensorProto_DataType.UINT8)] }),
  ],
  [
    'two pictures',
    'model-unsupported',
    'The model has several inputs for pictures, and which one to explain is not known. Its inputs: "left" (float32 ' +
      '[1, 4, 2, 2]), "right" (float32 [1, 4, 2, 2]).',
    inputs(['left', [1, 4, 2, 2]], ['right', [1, 4, 2, 2]]),
  ],
  [
    'more than a picture',
    'model-unsupported',
    'The model has other inputs besides the picture, whose values are not known. Its inputs: "image" (float32 ' +
      '[1, 4, 2, 2]), "age" (float32 [1]).',
    inputs(['image', [1, 4, 2, 2]], ['age', [1]]),
  ],
  [
    'a node that does not conform to ONNX',
    'model-damaged',
    'The Concat node "features" does not conform to ONNX.',
    instead(4, node('Concat', ['sum'], ['features'], { axis: { int: 9 } })),
  ],
  [
    'an operator without a gradient rule',
    'operator-unsupported',
    withoutRule('RoiAlign'),
    instead(4, node('RoiAlign', ['sum', 'fc.b'], ['features'])),
  ],
  ...(
    [
      ['a deformable convolution', node('DeformConv', ['sum', 'stem.w', 'sum'], ['features'])],
      ['windows added up (fold)', node('Col2Im', ['sum', 'axis', 'axis'], ['features'])],
      ['a crop or padding about the centre', node('CenterCropPad', ['sum', 'axis'], ['features'])],
      ['a recurrent layer, LSTM', node('LSTM', ['sum', 'stem.w', 'fc.w'], ['features'])],
      ['a recurrent layer, GRU', node('GRU', ['sum', 'stem.w', 'fc.w'], ['features'])],
      ['a recurrent layer, RNN', node('RNN', ['sum', 'stem.w', 'fc.w'], ['features'])],
    ] as const
  ).map(([trait, odd]) => [trait, 'operator-unsupported', withoutRule(odd.opType), instead(4, odd)] as const),
  [
    'labels instead of scores',
    'model-unsupported',
    'The output "label" holds only labels, which the ArgMax node "label" derives from scores; labels have no gradient. ' +
      'Name the scores instead: "logits" (--output, or "logits" in the description).',
    tinyResnet({
      nodes: [...graph.node, node('ArgMax', ['logits'], ['label'], { axis: { int: 1 } })],
      outputs: [floatValue('label', ['batch', 1])],
    }),
  ],
];

function withoutRule(operator: string): string {
  return (
    `There is no gradient rule for the operator ${operator} of node "features", which lies between a requested layer and ` +
    'the logits. Choose a layer after it, or export the model without that operator.'
  );
}

/** A message without the list of operators that have a rule, which grows. */
export function withoutRules(message: string): string {
  return message.replace(/ Operators with a rule: .*/, '');
}
