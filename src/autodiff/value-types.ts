/** The element types of values, where they are certain. */
import { intAttribute } from '../onnx/attributes.ts';
import { findConstant, isStandardDomain, type GraphIndex } from '../onnx/graph.ts';
import { DataType, type NodeProto } from '../onnx/messages.ts';
import { own } from '../own.ts';
import { onlyMoves, pointwise } from './layouts.ts';

/** As ONNX numbers them; undefined if it is not certain. */
export function typeOfValue(graph: GraphIndex, value: string): number | undefined {
  for (let name = value; ;) {
    const constant = findConstant(graph, name);
    if (constant !== undefined) return constant.dataType;
    const maker = graph.producers.get(name);
    const typed = maker === undefined ? undefined : typeMade(maker, name);
    if (typeof typed !== 'object') return typed ?? declaredType(graph, name);
    name = typed.like;
  }
}

function declaredType({ declared }: GraphIndex, value: string): number | undefined {
  const type = declared.find(({ name }) => name === value)?.type?.value;
  const found = type?.case === 'tensorType' ? type.value.elemType : DataType.UNDEFINED;
  return found === (DataType.UNDEFINED as number) ? undefined : found;
}

/** A type, or that of another value. */
type Typed = number | { readonly like: string } | undefined;

function typeMade(node: NodeProto, value: string): Typed {
  if (!isStandardDomain(node.domain)) return undefined;
  const place = node.output.indexOf(value);
  const listed = own(typeRules, node.opType);
  if (listed !== undefined) return place === 0 ? listed(node) : own(furtherOutputs, node.opType);
  if (place > 0 && node.opType !== 'Split') return own(furtherOutputs, node.opType);
  const isLikeFirst = pointwise.has(node.opType) || onlyMoves(node) || asFirst.has(node.opType);
  return isLikeFirst || node.opType.startsWith('Reduce') ? like(0)(node) : undefined;
}

const like =
  (index: number) =>
  ({ input }: NodeProto): Typed => {
    const name = input[index] ?? '';
    return name === '' ? undefined : { like: name };
  };

/** By an attribute; otherwise this type, or that of the first input. */
const named =
  (attribute: string, otherwise?: number) =>
  (node: NodeProto): Typed =>
    intAttribute(node, attribute) ?? otherwise ?? like(0)(node);

const sharedBy = (rule: (node: NodeProto) => Typed, ...operators: readonly string[]) =>
  Object.fromEntries(operators.map((operator) => [operator, rule]));

/** Of first outputs whose type is not that of the first input. */
const typeRules: Readonly<Record<string, (node: NodeProto) => Typed>> = {
  ...sharedBy(() => DataType.INT64, 'ArgMax', 'ArgMin', 'NonMaxSuppression', 'NonZero', 'Shape', 'Size'),
  ...sharedBy(
    () => DataType.BOOL,
    'And',
    'Equal',
    'Greater',
    'GreaterOrEqual',
    'IsInf',
    'IsNaN',
    'Less',
    'LessOrEqual',
  ),
  ...sharedBy(() => DataType.BOOL, 'Not', 'Or', 'Xor'),
  ...sharedBy(named('dtype', DataType.FLOAT), 'RandomNormal', 'RandomUniform'),
  ...sharedBy(named('dtype'), 'Bernoulli', 'EyeLike', 'RandomNormalLike', 'RandomUniformLike'),
  ...sharedBy(like(1), 'CastLike', 'DequantizeLinear', 'Where'),
  Cast: named('to', DataType.FLOAT),
  ConstantOfShape: ({ attribute }) => attribute.find(({ name }) => name === 'value')?.t?.dataType ?? DataType.FLOAT,
  Multinomial: named('dtype', DataType.INT32),
  OneHot: like(2),
  QuantizeLinear: like(2),
};

const furtherOutputs: Readonly<Record<string, number>> = {
  ...{ Dropout: DataType.BOOL, MaxPool: DataType.INT64, TopK: DataType.INT64 },
};

/** Have the type of their first input, besides those that work element by element or move entries. */
const asFirst: ReadonlySet<string> = new Set([
  ...['AveragePool', 'Ceil', 'Concat', 'Conv', 'ConvTranspose', 'CumSum', 'DepthToSpace', 'Einsum', 'Floor'],
  ...['GatherElements', 'GatherND', 'Gemm', 'GlobalAveragePool', 'GlobalMaxPool', 'GridSample', 'Hardmax'],
  ...['LogSoftmax', 'MatMul', 'MaxPool', 'Range', 'Round', 'ScatterElements', 'ScatterND', 'Sign', 'Softmax'],
  ...['SpaceToDepth', 'TopK', 'Trilu'],
]);
