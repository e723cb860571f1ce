/**
 * Which values are maps, [N, C, H, W], and which only look so: [N, heads, tokens, tokens] of attention, [N, H, W, C]
 * behind a Transpose. ONNX's spatial operators read and make NCHW by definition; what works entry by entry, or moves
 * entries within their axes, keeps the layout of what it reads; a Transpose changes it; all else loses it.
 */
import { intsAttribute } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';

export type Layout = 'NCHW' | 'NHWC';

/** Work entry by entry, or bring a channel's entries to one scale. */
export const pointwise: ReadonlySet<string> = new Set([
  ...['Abs', 'Acos', 'Acosh', 'Add', 'Asin', 'Asinh', 'Atan', 'Atanh', 'BatchNormalization', 'Celu', 'Clip', 'Cos'],
  ...['Cosh', 'Div', 'Elu', 'Erf', 'Exp', 'Gelu', 'GroupNormalization', 'HardSigmoid', 'HardSwish'],
  ...['InstanceNormalization', 'LayerNormalization', 'LeakyRelu', 'Log', 'LRN', 'Max', 'Mean', 'Min', 'Mish'],
  ...['Mod', 'Mul', 'Neg', 'Pow', 'PRelu', 'Reciprocal', 'Relu', 'Selu', 'Shrink', 'Sigmoid', 'Sin', 'Sinh'],
  ...['Softplus', 'Softsign', 'Sqrt', 'Sub', 'Sum', 'Swish', 'Tan', 'Tanh', 'ThresholdedRelu', 'Where'],
]);

/** Move entries, or copy them, within their axes. */
const moving: ReadonlySet<string> = new Set(['Cast', 'Dropout', 'Identity', 'Pad', 'Resize', 'Slice', 'Split']);

/** Move them to other axes. */
const reshaping: ReadonlySet<string> = new Set([
  ...['Expand', 'Flatten', 'Gather', 'Reshape', 'Squeeze', 'Tile', 'Unsqueeze'],
]);

/** Mix the entries of a map into those of another; read and make NCHW by definition. */
const spatial: ReadonlySet<string> = new Set([
  ...['AveragePool', 'Conv', 'ConvTranspose', 'DepthToSpace', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool'],
  ...['SpaceToDepth'],
]);

/** Have channels second by definition, and are entered above. */
const channelsSecond: ReadonlySet<string> = new Set([
  ...['BatchNormalization', 'GroupNormalization', 'InstanceNormalization', 'LRN'],
]);

/** Whether a node leaves all entries as they are, in another order or number. */
export function onlyMoves({ opType }: NodeProto): boolean {
  return moving.has(opType) || reshaping.has(opType);
}

/** Whether a node computes entries from several others, neither rescaling them one by one nor carrying them over. */
export function makesFeatures(node: NodeProto): boolean {
  const { opType } = node;
  return !pointwise.has(opType) && !onlyMoves(node) && opType !== 'Transpose' && opType !== 'Concat';
}

const turns: Readonly<Record<Layout, { readonly perm: string; readonly to: Layout }>> = {
  NCHW: { perm: '0,2,3,1', to: 'NHWC' },
  NHWC: { perm: '0,3,1,2', to: 'NCHW' },
};

/**
 * @param nodes in topological order
 * @returns value → its layout, where that is known
 */
export function findLayouts(nodes: readonly NodeProto[], shapes: Shapes, image: string): ReadonlyMap<string, Layout> {
  const layouts = new Map<string, Layout>([[image, 'NCHW']]);
  const isMap = (value: string): boolean => (shapes.get(value)?.length ?? 4) === 4;
  for (const node of nodes) {
    const [input = ''] = node.input;
    const isFixed = (spatial.has(node.opType) || channelsSecond.has(node.opType)) && isMap(input);
    if (isFixed) layouts.set(input, 'NCHW');
    const made = isFixed ? 'NCHW' : layoutBehind(node, layouts, shapes);
    if (made === undefined) continue;
    for (const output of node.output.filter(isMap)) layouts.set(output, made);
  }
  return layouts;
}

function layoutBehind(node: NodeProto, layouts: ReadonlyMap<string, Layout>, shapes: Shapes): Layout | undefined {
  const { opType, input } = node;
  const first = layouts.get(input[0] ?? '');
  if (opType === 'Transpose') {
    return first !== undefined && intsAttribute(node, 'perm')?.join() === turns[first].perm
      ? turns[first].to
      : undefined;
  }
  // A linear layer on the last axis.
  if (opType === 'MatMul') return first === 'NHWC' && shapes.get(input[1] ?? '')?.length === 2 ? first : undefined;
  if (!pointwise.has(opType) && !moving.has(opType) && opType !== 'Concat') return undefined;
  const known = new Set(input.flatMap((name) => layouts.get(name) ?? []));
  return known.size === 1 ? [...known][0] : undefined;
}
