/**
 * Weights in other formats, as float32: those in float16 and bfloat16, exactly, and all that is computed in these formats;
 * those in float64, rounded, if the model takes its pictures in float64; those in integers with a scale
 * (DequantizeLinear), as the standard defines it. Everything else then meets float32 alone.
 */
import { intAttribute } from './attributes.ts';
import { floatTensor } from './build.ts';
import { constantTensor } from './constants.ts';
import { isStandardDomain, valuesRead } from './graph.ts';
import { fromBfloat16, fromFloat16 } from './half.ts';
import { readIntegers } from './quantised.ts';
import {
  DataType,
  withElementType,
  withGraph,
  withNode,
  withFields,
  withValues,
  type AttributeProto,
  type GraphFields,
  type GraphProto,
  type Model,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './messages.ts';

/** Formats by the names that people use, of the weights of a model other than float32; empty for almost all models. */
export function otherFormats({ graph }: Model): readonly string[] {
  const floats = floatFormats(graph);
  const found = new Set<string>();
  const quantised = new Set(graph.node.filter(isDequantizing).map(({ input }) => input[0]));
  for (const { name, dataType } of graph.initializer) {
    const format = names[dataType];
    if (format !== undefined && (floats.has(dataType) || quantised.has(name))) found.add(format);
  }
  return [...found];
}

/** The same object if there is nothing to widen. */
export function widenModel(model: Model): Model {
  const { graph } = model;
  const made = widened(graph);
  const gone = new Set(made.keys());
  const floats = floatFormats(graph);
  const isOther = holdsAny(graph, floats);
  if (made.size === 0 && !isOther) return model;
  const tensors = [...made.values()].map(({ tensor }) => tensor);
  const node = graph.node.filter((each) => !gone.has(each));
  const read = new Set([...node.flatMap(valuesRead), ...graph.output.map(({ name }) => name)]);
  const sources = new Set([...made.values()].flatMap(({ reads }) => reads));
  const initializer = [...graph.initializer.filter(({ name }) => read.has(name) || !sources.has(name)), ...tensors];
  const whole = withGraph(model, { node, initializer });
  return isOther ? withGraph(whole, asFloats(whole.graph, floats)) : whole;
}

const names: Readonly<Partial<Record<number, string>>> = {
  [DataType.FLOAT16]: 'float16',
  [DataType.BFLOAT16]: 'bfloat16',
  [DataType.DOUBLE]: 'float64',
  [DataType.INT8]: 'int8',
  [DataType.UINT8]: 'uint8',
  [DataType.INT16]: 'int16',
  [DataType.UINT16]: 'uint16',
  [DataType.INT32]: 'int32',
};

const halfFloats: ReadonlySet<number> = new Set([DataType.FLOAT16, DataType.BFLOAT16]);

type Formats = ReadonlySet<number>;

/** Float64 beside a float32 picture is arithmetic on sizes, which has to stay exact. */
function floatFormats({ input }: GraphProto): Formats {
  const isDouble = input.some(
    ({ type }) => type?.value.case === 'tensorType' && type.value.value.elemType === DataType.DOUBLE,
  );
  return isDouble ? new Set([...halfFloats, DataType.DOUBLE]) : halfFloats;
}

function isDequantizing({ opType, domain }: NodeProto): boolean {
  return opType === 'DequantizeLinear' && isStandardDomain(domain);
}

interface Widened {
  readonly tensor: TensorProto;
  readonly reads: readonly string[];
}

/** Whether a node makes float32 of something narrower. */
function isWidening(node: NodeProto): boolean {
  return isDequantizing(node) || (node.opType === 'Cast' && intAttribute(node, 'to') === DataType.FLOAT);
}

/** The nodes that make float32 of narrower constants → what they make. */
function widened({ node, initializer }: GraphProto): ReadonlyMap<NodeProto, Widened> {
  const found = node.filter(isWidening);
  if (found.length === 0) return new Map();
  const constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  for (const each of node) {
    const tensor = constantTensor(each);
    if (tensor !== undefined) constants.set(each.output[0] ?? '', tensor);
  }
  return new Map(
    found.flatMap((each): [NodeProto, Widened][] => {
      const tensor = each.opType === 'Cast' ? castHalf(each, constants) : dequantize(each, constants);
      return tensor === undefined ? [] : [[each, { tensor, reads: each.input.filter((name) => name !== '') }]];
    }),
  );
}

function castHalf({ input, output }: NodeProto, constants: ReadonlyMap<string, TensorProto>): TensorProto | undefined {
  const tensor = constants.get(input[0] ?? '');
  if (tensor === undefined || !halfFloats.has(tensor.dataType)) return undefined;
  return floatTensor(output[0] ?? '', tensor.dims.map(Number), widenedValues(tensor));
}

/** (x − zero point) · scale; undefined if one of them is not a constant, or is in blocks or a format of another kind. */
function dequantize(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): TensorProto | undefined {
  const [x, scale, zero] = node.input.map((name) => (name === '' ? undefined : constants.get(name)));
  const hasZero = (node.input[2] ?? '') !== '';
  if (x === undefined || scale === undefined || (hasZero && zero === undefined)) return undefined;
  if ((intAttribute(node, 'block_size') ?? 0) !== 0) return undefined;
  const [values, factors] = [readIntegers(x), readHalfOrFloat(scale)];
  const zeros = zero === undefined ? undefined : readIntegers(zero);
  if (values === undefined || factors === undefined || (zero !== undefined && zeros === undefined)) return undefined;
  const dims = x.dims.map(Number);
  const given = intAttribute(node, 'axis') ?? 1;
  const axis = given < 0 ? given + dims.length : given;
  if (factors.length !== 1 && factors.length !== dims[axis]) return undefined;
  if (zeros !== undefined && zeros.length !== 1 && zeros.length !== factors.length) return undefined;
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const result = new Float32Array(values.length);
  for (let i = 0; i < result.length; i++) {
    const channel = factors.length === 1 ? 0 : Math.floor(i / inner) % factors.length;
    const origin = zeros === undefined ? 0 : zeros[zeros.length === 1 ? 0 : channel]!;
    result[i] = (values[i]! - origin) * factors[channel]!;
  }
  return floatTensor(node.output[0] ?? '', dims, result);
}

function readHalfOrFloat(tensor: TensorProto): Float32Array<ArrayBuffer> | undefined {
  if (halfFloats.has(tensor.dataType)) return widenedValues(tensor);
  if (tensor.dataType !== DataType.FLOAT) return undefined;
  const { rawData, floatData } = tensor;
  return rawData.length === 0 ? Float32Array.from(floatData) : new Float32Array(rawData.slice().buffer);
}

/** Of a tensor in float16, bfloat16 or float64; small files store patterns among the 32-bit integers. */
function widenedValues({ dataType, rawData, int32Data, doubleData }: TensorProto): Float32Array<ArrayBuffer> {
  if (dataType === DataType.DOUBLE) {
    return Float32Array.from(rawData.length === 0 ? doubleData : new Float64Array(rawData.slice().buffer));
  }
  const patterns = rawData.length === 0 ? int32Data : new Uint16Array(rawData.slice().buffer);
  return dataType === DataType.FLOAT16 ? fromFloat16(patterns) : fromBfloat16(patterns);
}

function holdsAny(graph: GraphProto, formats: Formats): boolean {
  const isOf = (tensor: TensorProto | undefined): boolean => tensor !== undefined && formats.has(tensor.dataType);
  return (
    graph.initializer.some(isOf) ||
    [...graph.input, ...graph.output].some((info) => isValueOf(info, formats)) ||
    graph.node.some(({ attribute }) =>
      attribute.some(
        ({ t, g, graphs }) =>
          isOf(t) || (g === undefined ? graphs : [g, ...graphs]).some((inner) => holdsAny(inner, formats)),
      ),
    )
  );
}

function isValueOf({ type }: ValueInfoProto, formats: Formats): boolean {
  return type?.value.case === 'tensorType' && formats.has(type.value.value.elemType);
}

/** Attributes that name the format of what a node makes. */
const formatAttributes: ReadonlySet<string> = new Set(['to', 'dtype']);

function asFloats(graph: GraphProto, formats: Formats): GraphFields {
  const widenValues = (infos: GraphProto['input']): GraphProto['input'] =>
    infos.map((info) => (isValueOf(info, formats) ? withElementType(info, DataType.FLOAT) : info));
  const { node, initializer, input, output, valueInfo } = graph;
  return {
    node: node.map((each) =>
      each.attribute.length === 0
        ? each
        : withNode(each, { attribute: each.attribute.map((attribute) => widenedAttribute(attribute, formats)) }),
    ),
    initializer: initializer.map((tensor) => widenedTensor(tensor, formats)),
    ...{ input: widenValues(input), output: widenValues(output), valueInfo: widenValues(valueInfo) },
  };
}

function widenedAttribute(attribute: AttributeProto, formats: Formats): AttributeProto {
  const { name, i, t, g, graphs } = attribute;
  if (formatAttributes.has(name) && formats.has(Number(i))) return withValues(attribute, { i: BigInt(DataType.FLOAT) });
  if (t !== undefined && formats.has(t.dataType)) return withValues(attribute, { t: widenedTensor(t, formats) });
  if (g === undefined && graphs.length === 0) return attribute;
  const wide = (inner: GraphProto): GraphProto => withFields(inner, asFloats(inner, formats));
  return withValues(attribute, { ...(g === undefined ? {} : { g: wide(g) }), graphs: graphs.map(wide) });
}

function widenedTensor(tensor: TensorProto, formats: Formats): TensorProto {
  if (!formats.has(tensor.dataType)) return tensor;
  return floatTensor(tensor.name, tensor.dims.map(Number), widenedValues(tensor));
}
