/**
 * Operators that the standard defines by others, written with these: their gradients and layouts then follow. A node
 * that uses more of its operator than is handled here stays as it is.
 */
import { attention } from './attention.ts';
import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from './attributes.ts';
import type { Upgrade } from './conversion.ts';
import { axesAsInputSince, type OperatorWithAxes } from './axes.ts';
import { withNode, type NodeProto } from './messages.ts';
import { rotaryEmbedding } from './rotary-embedding.ts';

type Decompose = (upgrade: Upgrade) => NodeProto;

/** x / √(mean(x²) + epsilon) · scale over the axes from `axis` on (Zhang 2019). */
const rmsNormalization: Decompose = (upgrade) => {
  const { node, shapes, before, isRead } = upgrade;
  const [x = '', scale = ''] = node.input;
  const rank = shapes.get(x)?.length;
  if (rank === undefined || node.output.slice(1).some(isRead)) return node;
  const named = intAttribute(node, 'axis') ?? -1;
  const first = named < 0 ? named + rank : named;
  const axes = Array.from({ length: rank - first }, (_, i) => first + i);
  const mean = overAxes(upgrade, 'ReduceMean', before('Mul', [x, x]), axes);
  const epsilon = number(upgrade, floatAttribute(node, 'epsilon') ?? 1e-5);
  const normal = before('Div', [x, before('Sqrt', [before('Add', [mean, epsilon])])]);
  return last(node, 'Mul', [normal, scale]);
};

/** x divided by its norm along an axis; 0 where the norm is 0. */
const lpNormalization: Decompose = (upgrade) => {
  const { node, shapes, before } = upgrade;
  const [x = ''] = node.input;
  const rank = shapes.get(x)?.length;
  if (rank === undefined) return node;
  const named = intAttribute(node, 'axis') ?? -1;
  const power = intAttribute(node, 'p') ?? 2;
  const parts = power === 1 ? before('Abs', [x]) : before('Mul', [x, x]);
  const sum = overAxes(upgrade, 'ReduceSum', parts, [named < 0 ? named + rank : named]);
  const norm = power === 1 ? sum : before('Sqrt', [sum]);
  return last(node, 'Div', [x, before('Max', [norm, number(upgrade, smallestNormal)])]);
};

/** (x − mean) / (√(mean(x²) − mean²) + 1e-9). */
const meanVarianceNormalization: Decompose = (upgrade) => {
  const { node, before } = upgrade;
  const [x = ''] = node.input;
  const axes = intsAttribute(node, 'axes') ?? [0, 2, 3];
  const mean = (value: string): string => overAxes(upgrade, 'ReduceMean', value, axes);
  const centred = before('Sub', [x, mean(x)]);
  const deviation = before('Sqrt', [mean(before('Mul', [centred, centred]))]);
  return last(node, 'Div', [centred, before('Add', [deviation, number(upgrade, 1e-9)])]);
};

/** (Σ |x|^p)^(1/p) over height and width. */
const globalLpPool: Decompose = (upgrade) => {
  const { node, shapes } = upgrade;
  const [x = ''] = node.input;
  const rank = shapes.get(x)?.length;
  if (rank === undefined) return node;
  const power = intAttribute(node, 'p') ?? 2;
  const axes = Array.from({ length: rank - 2 }, (_, i) => i + 2);
  return root(upgrade, overAxes(upgrade, 'ReduceSum', powers(upgrade, x, power), axes), power);
};

/** The same over windows: the mean, padding included, times the number of entries. */
const lpPool: Decompose = (upgrade) => {
  const { node, before } = upgrade;
  const kernel = intsAttribute(node, 'kernel_shape');
  const isPlain =
    intAttribute(node, 'ceil_mode') !== 1 && (intsAttribute(node, 'dilations') ?? []).every((d) => d === 1);
  if (kernel === undefined || !isPlain) return node;
  const power = intAttribute(node, 'p') ?? 2;
  const padding = stringAttribute(node, 'auto_pad');
  const lists = ['strides', 'pads'].flatMap((name) => {
    const ints = intsAttribute(node, name);
    return ints === undefined ? [] : [[name, { ints }] as const];
  });
  const mean = before('AveragePool', [powers(upgrade, node.input[0] ?? '', power)], {
    kernel_shape: { ints: kernel },
    count_include_pad: { int: 1 },
    ...Object.fromEntries(lists),
    ...(padding === undefined ? {} : { auto_pad: { string: padding } }),
  });
  const count = kernel.reduce((product, size) => product * size, 1);
  return root(upgrade, before('Mul', [mean, number(upgrade, count)]), power);
};

export const decompositions: Readonly<Record<string, Decompose>> = {
  Attention: attention,
  GlobalLpPool: globalLpPool,
  LpNormalization: lpNormalization,
  LpPool: lpPool,
  MeanVarianceNormalization: meanVarianceNormalization,
  RMSNormalization: rmsNormalization,
  RotaryEmbedding: rotaryEmbedding,
  // ONNX Runtime's name for it, from before it was standard.
  SimplifiedLayerNormalization: rmsNormalization,
};

const smallestNormal = 2 ** -126;

function powers({ before, constant }: Upgrade, x: string, power: number): string {
  const size = before('Abs', [x]);
  return power === 1 ? size : before('Pow', [size, constant({ float: power })]);
}

function root({ node, constant }: Upgrade, sum: string, power: number): NodeProto {
  return power === 1 ? last(node, 'Identity', [sum]) : last(node, 'Pow', [sum, constant({ float: 1 / power })]);
}

function number({ constant }: Upgrade, value: number): string {
  return constant({ float: value });
}

function overAxes(
  { before, constant, opset }: Upgrade,
  opType: OperatorWithAxes,
  input: string,
  axes: readonly number[],
): string {
  if (opset < axesAsInputSince[opType]) return before(opType, [input], { axes: { ints: axes } });
  return before(opType, [input, constant({ ints: axes })]);
}

/** The last node keeps the name and output of the one it replaces. */
function last(node: NodeProto, opType: string, input: readonly string[]): NodeProto {
  return withNode(node, { opType, input: [...input], output: node.output.slice(0, 1), attribute: [] });
}
