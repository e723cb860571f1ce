/** Operator → shape of its first output. For operators that are missing here, or if undefined, the shape is unknown. */
import { intAttribute, intsAttribute } from './attributes.ts';
import { hasNoAxes, readAxes } from './axes.ts';
import { constantTensor } from './constants.ts';
import { findContents } from './contents.ts';
import type { NodeProto } from './messages.ts';
import {
  broadcastShapes,
  knownSize,
  productOf,
  quotientOf,
  unknownDimension,
  unknownShape,
  type Dimension,
  type Shape,
} from './dimensions.ts';
import type { Known, ShapeRule } from './shape-rule.ts';
import { concat, depthToSpace, expand, gather, pad, resize, slice, spaceToDepth } from './shapes-of-parts.ts';
import { pickRules } from './shapes-of-picks.ts';
import { readWindow, windowedSize } from './window.ts';

const asInput: ShapeRule = (node, known) => inputShape(node, 0, known);

const broadcast: ShapeRule = (node, known) => {
  const shapes = node.input.map((_, i) => inputShape(node, i, known));
  return shapes.reduce((a, b) => (a === undefined || b === undefined ? undefined : broadcastShapes(a, b)));
};

const conv: ShapeRule = (node, known) => {
  const weights = inputShape(node, 1, known);
  return slide(node, known, weights?.slice(2).map(knownSize), weights?.[0]);
};

/** (in − 1) · stride + extent + output_padding − pads. */
const convTranspose: ShapeRule = (node, known) => {
  const [shape, weights] = [inputShape(node, 0, known), inputShape(node, 1, known)];
  const kernel = weights?.slice(2).map(knownSize);
  if (shape === undefined || weights === undefined) return undefined;
  const window = intsAttribute(node, 'output_shape') === undefined ? readWindow(node, kernel, undefined) : undefined;
  const channels = knownSize(weights[1]);
  const spatial = shape.slice(2).map((size, axis): Dimension => {
    if (window === undefined || typeof size !== 'number') return unknownDimension;
    const padding = (window.before[axis] ?? 0) + (window.after[axis] ?? 0);
    const extra = intsAttribute(node, 'output_padding')?.[axis] ?? 0;
    return (size - 1) * (window.strides[axis] ?? 1) + (window.extent[axis] ?? 1) + extra - padding;
  });
  const made = channels === undefined ? unknownDimension : channels * (intAttribute(node, 'group') ?? 1);
  return [shape[0] ?? unknownDimension, made, ...spatial];
};

const pool: ShapeRule = (node, known) => slide(node, known, undefined, inputShape(node, 0, known)?.[1]);

const poolToOne: ShapeRule = (node, known) =>
  inputShape(node, 0, known)?.map((dimension, axis) => (axis < 2 ? dimension : 1));

const gemm: ShapeRule = (node, known) => {
  const [a, b] = [inputShape(node, 0, known), inputShape(node, 1, known)];
  const rows = a?.[intAttribute(node, 'transA') === 1 ? 1 : 0];
  const columns = b?.[intAttribute(node, 'transB') === 1 ? 0 : 1];
  return [rows ?? unknownDimension, columns ?? unknownDimension];
};

/** A vector, one row of the first operand or one column of the second, leaves no axis. */
const matMul: ShapeRule = (node, known) => {
  const [a, b] = [inputShape(node, 0, known), inputShape(node, 1, known)];
  if (a === undefined || b === undefined) return undefined;
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  return [...batch, ...a.slice(0, -1).slice(-1), ...(b.length > 1 ? b.slice(-1) : [])];
};

/** That of the queries, with the size of the values for each of their heads. */
const attention: ShapeRule = (node, known) => {
  const [shape, values] = [inputShape(node, 0, known), inputShape(node, 2, known)];
  if (shape === undefined) return undefined;
  const [queryHeads, keyHeads] = ['q_num_heads', 'kv_num_heads'].map((name) => intAttribute(node, name) ?? 1);
  const size = knownSize(values?.at(-1));
  return shape.with(-1, size === undefined ? unknownDimension : (size / (keyHeads ?? 1)) * (queryHeads ?? 1));
};

/** [N, C] of the picture, and the size of the grid. */
const gridSample: ShapeRule = (node, known) => {
  const [shape, grid] = [inputShape(node, 0, known), inputShape(node, 1, known)];
  return shape === undefined || grid === undefined ? undefined : [...shape.slice(0, 2), ...grid.slice(1, -1)];
};

const flatten: ShapeRule = (node, known) => {
  const shape = inputShape(node, 0, known);
  if (shape === undefined) return [unknownDimension, unknownDimension];
  const axis = intAttribute(node, 'axis') ?? 1;
  const split = axis < 0 ? axis + shape.length : axis;
  return [productOf(shape.slice(0, split)), productOf(shape.slice(split))];
};

const reshape: ShapeRule = (node, known) => {
  const wanted = findContents(known, node.input[1] ?? '');
  const shape = inputShape(node, 0, known);
  if (wanted === undefined) {
    const rank = knownSize(inputShape(node, 1, known)?.[0]);
    return rank === undefined ? undefined : unknownShape(rank);
  }
  const copies = intAttribute(node, 'allowzero') !== 1;
  const result = wanted.map((size, axis): Dimension => {
    if (size === 0 && copies) return shape?.[axis] ?? unknownDimension;
    return size === -1 ? unknownDimension : size;
  });
  const rest = wanted.indexOf(-1);
  if (rest < 0 || shape === undefined) return result;
  return result.with(rest, quotientOf(shape, result.toSpliced(rest, 1)));
};

const squeeze: ShapeRule = (node, known) => {
  const shape = inputShape(node, 0, known);
  if (shape === undefined) return undefined;
  const axes = readAxes(known.graph, node, shape.length);
  if (axes !== undefined) return shape.filter((_, axis) => !axes.includes(axis));
  const isCertain = hasNoAxes(node) && shape.every((dimension) => typeof dimension === 'number');
  return isCertain ? shape.filter((dimension) => dimension !== 1) : undefined;
};

const unsqueeze: ShapeRule = (node, known) => {
  const shape = inputShape(node, 0, known);
  const count = readAxes(known.graph, node, 0)?.length;
  if (shape === undefined || count === undefined) return undefined;
  const axes = readAxes(known.graph, node, shape.length + count) ?? [];
  const rest = [...shape];
  return Array.from({ length: shape.length + count }, (_, axis) =>
    axes.includes(axis) ? 1 : (rest.shift() ?? unknownDimension),
  );
};

const reduce: ShapeRule = (node, known) => {
  const shape = inputShape(node, 0, known);
  if (shape === undefined) return undefined;
  if (hasNoAxes(node) && intAttribute(node, 'noop_with_empty_axes') === 1) return shape;
  const axes = hasNoAxes(node) ? shape.map((_, axis) => axis) : readAxes(known.graph, node, shape.length);
  if (axes === undefined) return undefined;
  if (intAttribute(node, 'keepdims') === 0) return shape.filter((_, axis) => !axes.includes(axis));
  return shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension));
};

const transpose: ShapeRule = (node, known) => {
  const shape = inputShape(node, 0, known);
  const order = intsAttribute(node, 'perm') ?? shape?.map((_, axis) => axis).reverse();
  return order?.map((axis) => shape?.[axis] ?? unknownDimension);
};

const shapeOf: ShapeRule = (node, known) => {
  const rank = inputShape(node, 0, known)?.length;
  const isWhole = intAttribute(node, 'start') === undefined && intAttribute(node, 'end') === undefined;
  if (rank === undefined) return undefined;
  return [
    isWhole
      ? rank
      : (known.shapes.get(node.input[0] ?? '')?.slice(intAttribute(node, 'start') ?? 0, intAttribute(node, 'end'))
          .length ?? 0),
  ];
};

const constantOfShape: ShapeRule = (node, known) => {
  const rank = knownSize(inputShape(node, 0, known)?.[0]);
  return findContents(known, node.input[0] ?? '') ?? (rank === undefined ? undefined : unknownShape(rank));
};

export const shapeRules: Readonly<Partial<Record<string, ShapeRule>>> = {
  ...sharedBy(asInput, [
    ...[
      'Abs',
      'Acos',
      'Acosh',
      'Asin',
      'Asinh',
      'Atan',
      'Atanh',
      'BatchNormalization',
      'Cast',
      'CastLike',
      'Ceil',
      'Celu',
    ],
    ...[
      'Clip',
      'Cos',
      'Cosh',
      'CumProd',
      'CumSum',
      'Dropout',
      'Elu',
      'Erf',
      'Exp',
      'Floor',
      'Gelu',
      'GroupNormalization',
    ],
    ...['Hardmax', 'HardSigmoid', 'HardSwish', 'Identity', 'InstanceNormalization', 'IsInf', 'IsNaN'],
    ...['LayerNormalization', 'LeakyRelu', 'Log', 'LogSoftmax', 'LRN', 'Mish', 'Neg', 'Not', 'Reciprocal', 'Relu'],
    ...['DequantizeLinear', 'QuantizeLinear'],
    ...['LpNormalization', 'MeanVarianceNormalization', 'RMSNormalization', 'RotaryEmbedding'],
    ...['SimplifiedLayerNormalization'],
    ...['Round', 'ScatterElements', 'ScatterND', 'Selu', 'Shrink', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softmax'],
    ...['Softplus', 'Softsign', 'Sqrt', 'Swish', 'Tan', 'Tanh', 'ThresholdedRelu', 'Trilu'],
  ]),
  ...sharedBy(broadcast, [
    ...['Add', 'And', 'Div', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Max', 'Mean', 'Min', 'Mod'],
    ...['Mul', 'Or', 'Pow', 'PRelu', 'Sub', 'Sum', 'Where'],
  ]),
  ...sharedBy(pool, ['AveragePool', 'LpPool', 'MaxPool']),
  ...sharedBy(poolToOne, ['GlobalAveragePool', 'GlobalLpPool', 'GlobalMaxPool']),
  ...sharedBy(reduce, [
    ...[
      'ReduceL1',
      'ReduceL2',
      'ReduceLogSum',
      'ReduceLogSumExp',
      'ReduceMax',
      'ReduceMean',
      'ReduceMin',
      'ReduceProd',
    ],
    ...['ReduceSum', 'ReduceSumSquare'],
  ]),
  ...pickRules,
  Attention: attention,
  Concat: concat,
  Constant: (node) => constantTensor(node)?.dims.map(Number),
  ConstantOfShape: constantOfShape,
  Conv: conv,
  ConvTranspose: convTranspose,
  DepthToSpace: depthToSpace,
  Expand: expand,
  Flatten: flatten,
  Gather: gather,
  Gemm: gemm,
  GridSample: gridSample,
  MatMul: matMul,
  Pad: pad,
  Reshape: reshape,
  Resize: resize,
  Shape: shapeOf,
  Slice: slice,
  SpaceToDepth: spaceToDepth,
  Squeeze: squeeze,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};

function inputShape(node: NodeProto, index: number, { shapes }: Known): Shape | undefined {
  return shapes.get(node.input[index] ?? '');
}

function slide(
  node: NodeProto,
  known: Known,
  kernel: readonly (number | undefined)[] | undefined,
  channels: Dimension | undefined,
): Shape | undefined {
  const shape = inputShape(node, 0, known);
  if (shape === undefined) return undefined;
  const window = readWindow(node, kernel, shape.slice(2));
  const spatial = shape
    .slice(2)
    .map((size, axis) => (window === undefined ? unknownDimension : windowedSize(size, window, axis)));
  return [shape[0] ?? unknownDimension, channels ?? unknownDimension, ...spatial];
}

function sharedBy(rule: ShapeRule, operators: readonly string[]): Record<string, ShapeRule> {
  return Object.fromEntries(operators.map((operator) => [operator, rule]));
}
