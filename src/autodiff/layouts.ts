/**
 * Tells where the values of a graph hold the positions of a map: [N, C, H, W], [N, H, W, C], tokens; and tells these
 * from values that only look like maps, such as [N, heads, tokens, tokens] of attention. ONNX's spatial operators read
 * and write NCHW by definition; elementwise operators, and those that move entries within their axes, keep the layout of
 * their input; a Transpose or Reshape changes it; all others lose it.
 */
import { intAttribute, intsAttribute } from '../onnx/attributes.ts';
import { findKnownInts } from '../onnx/contents.ts';
import { axisOf, isSameShape, knownSize, type Shape } from '../onnx/dimensions.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { InferredGraph, Shapes } from '../onnx/shapes.ts';
import { checked, holdsChannels, isMapLayout, isSameLayout, letters, mapLayout, reshaped, resized } from './factors.ts';
import type { Factor, Layout, Tokens } from './factors.ts';

/** Work element by element, or scale the entries of a channel. */
export const pointwise: ReadonlySet<string> = new Set([
  ...['Abs', 'Acos', 'Acosh', 'Add', 'Asin', 'Asinh', 'Atan', 'Atanh', 'BatchNormalization', 'Celu', 'Clip', 'Cos'],
  ...['Cosh', 'DequantizeLinear', 'Div', 'Elu', 'Erf', 'Exp', 'Gelu', 'GroupNormalization', 'HardSigmoid', 'HardSwish'],
  ...['InstanceNormalization', 'LayerNormalization', 'LeakyRelu', 'Log', 'LRN', 'Max', 'Mean', 'Min', 'Mish'],
  ...[
    'Mod',
    'Mul',
    'Neg',
    'Pow',
    'PRelu',
    'QuantizeLinear',
    'Reciprocal',
    'Relu',
    'Selu',
    'Shrink',
    'Sigmoid',
    'Sin',
    'Sinh',
  ],
  ...['Softplus', 'Softsign', 'Sqrt', 'Sub', 'Sum', 'Swish', 'Tan', 'Tanh', 'ThresholdedRelu', 'Where'],
]);

/** Move or copy entries within their axes. */
const moving: ReadonlySet<string> = new Set([
  'Cast',
  'CastLike',
  'Dropout',
  'Identity',
  'Pad',
  'Resize',
  'Slice',
  'Split',
]);

/** Keep all entries in their order. */
const reshaping: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);

/** Move them to other axes. */
const rearranging: ReadonlySet<string> = new Set([...reshaping, 'Expand', 'Gather', 'Tile']);

/** Combine entries of a map into those of another; read and write NCHW by definition. */
const spatial: ReadonlySet<string> = new Set([
  ...['AveragePool', 'Conv', 'ConvTranspose', 'DepthToSpace', 'GlobalAveragePool', 'GlobalMaxPool', 'GridSample'],
  ...['MaxPool', 'SpaceToDepth'],
]);

/** Have channels second by definition, and are listed above. */
const channelsSecond: ReadonlySet<string> = new Set([
  ...['BatchNormalization', 'GroupNormalization', 'InstanceNormalization', 'LRN'],
]);

/** Whether a node keeps all entries as they are, in another order or number. */
export function onlyMoves({ opType }: NodeProto): boolean {
  return moving.has(opType) || rearranging.has(opType) || opType === 'Transpose';
}

/** Whether a node can give the entries of maps other axes. */
export function changesAxes({ opType }: NodeProto): boolean {
  return opType === 'Transpose' || reshaping.has(opType);
}

/** Whether a node combines several entries into new ones, instead of scaling each or moving it. */
export function makesFeatures(node: NodeProto): boolean {
  return !pointwise.has(node.opType) && !onlyMoves(node) && node.opType !== 'Concat';
}

/** What is known about a graph; a Classifier holds it too. */
export type Inferred = Pick<InferredGraph, 'graph' | 'shapes' | 'contents'>;

/**
 * @param given layouts of values that are known otherwise
 * @returns value → its layout, if it is known
 */
export function findLayouts(
  nodes: readonly NodeProto[],
  inferred: Inferred,
  image: string,
  given: ReadonlyMap<string, Layout> = new Map(),
): ReadonlyMap<string, Layout> {
  const { shapes } = inferred;
  const layouts = new Map<string, Layout>([[image, mapLayout(shapes.get(image))], ...given]);
  const isMap = (value: string): boolean => (shapes.get(value)?.length ?? 4) === 4;
  for (const node of nodes) {
    const [input = ''] = node.input;
    const isSpatial = (spatial.has(node.opType) || channelsSecond.has(node.opType)) && isMap(input);
    if (isSpatial && !layouts.has(input)) layouts.set(input, mapLayout(shapes.get(input)));
    if (isSpatial ? readsMaps([input], layouts) : keepsMaps(node, layouts)) {
      for (const output of node.output) if (isMap(output)) layouts.set(output, mapLayout(shapes.get(output)));
      continue;
    }
    if (isSpatial) continue;
    const behind = layoutsBehind(node, layouts, inferred);
    node.output.forEach((output, i) => {
      const layout = behind(output, i);
      if (layout !== undefined) layouts.set(output, layout);
    });
  }
  return layouts;
}

/** Most nodes of most networks make maps of maps alone, and need no more than this. */
function keepsMaps({ opType, input }: NodeProto, layouts: ReadonlyMap<string, Layout>): boolean {
  // Further inputs of those that move entries say where to, or of which type they are to be.
  if (moving.has(opType)) return readsMaps(input.slice(0, 1), layouts);
  return (pointwise.has(opType) || opType === 'Concat') && readsMaps(input, layouts);
}

/** Whether all inputs with a layout, and at least one, are [N, C, H, W]. */
function readsMaps(inputs: readonly string[], layouts: ReadonlyMap<string, Layout>): boolean {
  let found = false;
  for (const name of inputs) {
    const layout = layouts.get(name);
    if (layout === undefined) continue;
    if (!isMapLayout(layout)) return false;
    found = true;
  }
  return found;
}

/** From an output of a node, and its index, to its layout. */
type Behind = (output: string, index: number) => Layout | undefined;

const lost: Behind = () => undefined;

function layoutsBehind(node: NodeProto, layouts: ReadonlyMap<string, Layout>, inferred: Inferred): Behind {
  const { opType, input } = node;
  const { shapes } = inferred;
  const [data = '', second = ''] = input;
  const first = layouts.get(data);
  if (pointwise.has(opType)) return (output) => broadcast(input, output, layouts, shapes);
  if (opType === 'Concat') return (output) => joined(node, output, layouts, shapes);
  if (first === undefined) return lost;
  if (opType === 'Transpose') {
    const perm = intsAttribute(node, 'perm') ?? first.map((_, axis) => axis).reverse();
    return () => checked(perm.map((axis) => first[axis] ?? []));
  }
  if (reshaping.has(opType)) {
    return (output) => {
      const shape = shapes.get(output);
      return shape === undefined ? undefined : reshaped(first, shape);
    };
  }
  if (opType === 'MatMul' || opType === 'Gemm') {
    const isLinear = shapes.get(second)?.length === 2 && !layouts.has(second) && intAttribute(node, 'transA') !== 1;
    return isLinear && holdsChannels(first.at(-1)) ? (output) => linear(first, shapes.get(output)) : lost;
  }
  if (opType === 'Gather') return () => withoutAxis(node, first, shapes);
  if (!moving.has(opType)) return lost;
  const cut = cutTokens(node, first, inferred);
  return (output, index) => resized(first, shapes.get(data), shapes.get(output)) ?? cut(output, index);
}

/** Of a Gather that takes one of several groups of channels, as of queries, keys and values in one value. */
function withoutAxis(node: NodeProto, layout: Layout, shapes: Shapes): Layout | undefined {
  const named = intAttribute(node, 'axis') ?? 0;
  const axis = named < 0 ? named + layout.length : named;
  const isOne = shapes.get(node.input[1] ?? '')?.length === 0;
  return isOne && holdsChannels(layout[axis]) ? layout.toSpliced(axis, 1) : undefined;
}

/** Of an elementwise operator: that of its inputs which have the output's shape, or of all together. */
function broadcast(
  inputs: readonly string[],
  output: string,
  layouts: ReadonlyMap<string, Layout>,
  shapes: Shapes,
): Layout | undefined {
  const shape = shapes.get(output);
  const given = inputs.flatMap((name) => {
    const layout = layouts.get(name);
    return layout === undefined || (shape !== undefined && layout.length !== shape.length) ? [] : [{ name, layout }];
  });
  const whole = given.filter(({ name }) => isSameShape(shapes.get(name) ?? [], shape ?? []));
  const [one, ...others] = whole.length > 0 ? whole : given;
  if (one === undefined || !others.every(({ layout }) => isSameLayout(layout, one.layout))) return undefined;
  return resized(one.layout, shapes.get(one.name), shape);
}

/** A linear layer on the last axis. */
function linear(layout: Layout, shape: Shape | undefined): Layout {
  return [...layout.slice(0, -1), [{ of: 'C', size: shape?.at(-1) ?? '' }]];
}

/** Of a Concat: more channels, more rows, or tokens before and after the positions. */
function joined(
  node: NodeProto,
  output: string,
  layouts: ReadonlyMap<string, Layout>,
  shapes: Shapes,
): Layout | undefined {
  const place = node.input.findIndex((name) => layouts.has(name));
  const one = layouts.get(node.input[place] ?? '');
  const others = node.input.slice(place + 1).flatMap((name) => {
    const layout = layouts.get(name);
    return layout === undefined ? [] : [layout];
  });
  const named = intAttribute(node, 'axis');
  if (one === undefined || named === undefined) return undefined;
  const axis = named < 0 ? named + one.length : named;
  const factors = one[axis] ?? [];
  const tokens = tokensOf(factors);
  if (tokens === undefined) {
    const all: readonly Factor[] = holdsChannels(factors) ? [{ of: 'C', size: '' }] : factors;
    const whole = one.with(axis, all);
    const isAlike = others.every((layout) => isSameLayout(layout.with(axis, all), whole));
    return isAlike ? resized(whole, shapes.get(node.input[place] ?? ''), shapes.get(output)) : undefined;
  }
  if (others.length > 0) return undefined;
  const sizes = node.input.map((name) => knownSize(shapes.get(name)?.[axis]) ?? NaN);
  const sum = (some: readonly number[]): number => some.reduce((total, size) => total + size, 0);
  const [before, after] = [tokens.before + sum(sizes.slice(0, place)), tokens.after + sum(sizes.slice(place + 1))];
  return Number.isNaN(before + after) ? undefined : one.with(axis, [tokenFactor({ ...tokens, before, after })]);
}

/** Positions of a map row by row, alone or with further tokens; undefined if the factors are no such dimension. */
export function tokensOf(factors: readonly Factor[]): Tokens | undefined {
  const [rows, columns] = factors;
  if (letters(factors) === 'T') return rows?.tokens;
  const [height, width] = [knownSize(rows?.size), knownSize(columns?.size)];
  if (letters(factors) !== 'HW' || height === undefined || width === undefined) return undefined;
  return { before: 0, after: 0, height, width };
}

function tokenFactor(tokens: Tokens): Factor {
  return { of: 'T', size: tokens.before + tokens.height * tokens.width + tokens.after, tokens };
}

/** Of a Slice or Split that takes all positions and some of the tokens beside them. */
function cutTokens(node: NodeProto, layout: Layout, inferred: Inferred): Behind {
  const axis = layout.findIndex((factors) => letters(factors) === 'T');
  const tokens = tokensOf(layout[axis] ?? []);
  if (tokens === undefined) return lost;
  const { shapes } = inferred;
  const from = shapes.get(node.input[0] ?? '') ?? [];
  const starts = startsOf(node, axis, inferred);
  return (output, index) => {
    const to = shapes.get(output) ?? [];
    const [size, start] = [knownSize(to[axis]), starts[index]];
    const isOtherCut = [...layout.keys()].some((each) => each !== axis && from[each] !== to[each]);
    if (isOtherCut || size === undefined || start === undefined) return undefined;
    const { height, width } = tokens;
    const [before, after] = [tokens.before - start, start + size - tokens.before - height * width];
    if (before < 0 || after < 0) return undefined;
    if (before > 0 || after > 0) return layout.with(axis, [tokenFactor({ ...tokens, before, after })]);
    const positions: readonly Factor[] = [
      { of: 'H', size: height },
      { of: 'W', size: width },
    ];
    return layout.with(axis, positions);
  };
}

/**
 * Where the outputs of a Slice or Split begin on an axis; undefined for one of which that is not known, or which leaves
 * entries out.
 */
export function startsOf(node: NodeProto, axis: number, inferred: Inferred): readonly (number | undefined)[] {
  const { shapes } = inferred;
  if (node.opType === 'Slice') return [sliceStart(node, axis, inferred)];
  if (node.opType !== 'Split') return [];
  let end: number | undefined = 0;
  return node.output.map((name) => {
    const [start, size] = [end, knownSize(shapes.get(name)?.[axis])];
    end = start === undefined || size === undefined ? undefined : start + size;
    return start;
  });
}

function sliceStart(node: NodeProto, axis: number, inferred: Inferred): number | undefined {
  const from = inferred.shapes.get(node.input[0] ?? '') ?? [];
  const ints = (place: number): readonly number[] | undefined => findKnownInts(inferred, node.input[place] ?? '');
  const [starts = [], axes = [...from.keys()], steps] = [ints(1), ints(3), ints(4)];
  const place = axes.findIndex((each) => axisOf(each, from.length) === axis);
  const [start, step, whole] = [starts[place], steps?.[place] ?? 1, knownSize(from[axis])];
  if (start === undefined || step !== 1 || whole === undefined) return undefined;
  return start < 0 ? Math.max(0, start + whole) : start;
}
