/** Changes of a model's parts: shapes, attributes, names, edges, operators, the order and number of nodes. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import type { Mutation } from './kind.ts';
import type { Random } from './random.ts';

type Opened = ModelProto & { graph: GraphProto };
type Change = (model: Opened, random: Random) => void;

const numbers = [
  ...[0n, 1n, 2n, 3n, 7n, 64n, 65n, 1000n, 1_000_000n, 100_000_000n, -1n, -2n, -3n, -100n],
  ...[2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)],
];
const floats = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 1e38, 1e-45];
const names = ['', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'x'.repeat(5000), '\u0000', '\u202e'];
const operators = [
  ...['Add', 'AveragePool', 'BatchNormalization', 'Cast', 'Clip', 'Concat', 'Constant', 'ConstantOfShape', 'Conv'],
  ...['ConvTranspose', 'DepthToSpace', 'Div', 'Dropout', 'Einsum', 'Expand', 'Flatten', 'Gather', 'Gemm'],
  ...['GlobalAveragePool', 'Identity', 'If', 'LRN', 'Loop', 'MatMul', 'MaxPool', 'Mul', 'Pad', 'Range', 'ReduceL2'],
  ...['ReduceMean', 'ReduceSum', 'Relu', 'Reshape', 'Resize', 'Scan', 'Shape', 'Slice', 'Softmax', 'SpaceToDepth'],
  ...['Split', 'Squeeze', 'Sub', 'Tile', 'Transpose', 'Unsqueeze', 'Upsample', 'Where', 'constructor', '__proto__'],
];
const attributes = [
  ...['allowzero', 'alpha', 'auto_pad', 'axes', 'axis', 'blocksize', 'ceil_mode', 'dilations', 'end', 'epsilon'],
  ...['group', 'keepdims', 'kernel_shape', 'mode', 'output_padding', 'output_shape', 'pads', 'perm', 'size', 'split'],
  ...['start', 'strides', 'then_branch', 'to', 'transA', 'transB', 'value', 'value_ints', '__proto__'],
];

const changes: readonly Change[] = [
  // Shapes.
  ({ graph }, random) => {
    const { dims } = random.pick(tensors(graph));
    dims[random.below(dims.length + 1)] = random.pick(numbers);
  },
  ({ graph }, random) => {
    const dim = random.pick(dimensions([...graph.input, ...graph.output, ...graph.valueInfo]));
    dim.value = random.oneIn(4)
      ? { case: 'dimParam', value: random.pick(names) }
      : { case: 'dimValue', value: random.pick(numbers) };
  },
  ({ graph }, random) => {
    const info = random.pick([...graph.input, ...graph.output]);
    if (info.type?.value.case !== 'tensorType') return;
    if (random.oneIn(3)) info.type.value.value.elemType = random.below(25);
    else info.type.value.value.shape?.dim.splice(random.below(5), 1);
  },
  // Tensors.
  ({ graph }, random) => {
    const tensor = random.pick(tensors(graph));
    tensor.dataType = random.below(25);
  },
  ({ graph }, random) => {
    const tensor = random.pick(tensors(graph));
    tensor.rawData = new Uint8Array(random.below(40));
    if (random.oneIn(2)) tensor.int64Data = several(random, () => random.pick(numbers));
    if (random.oneIn(2)) tensor.floatData = several(random, () => random.pick(floats));
    if (random.oneIn(2)) tensor.dims = [BigInt(tensor.int64Data.length)];
  },
  ({ graph }, random) => {
    const tensor = random.pick(tensors(graph));
    tensor.dataLocation = 1;
    const keys = ['location', 'offset', 'length', '__proto__'];
    tensor.externalData = several(random, () => entry(random.pick(keys), random.pick(['../w.bin', '-1', '1e99', ''])));
  },
  // Integers of shape arithmetic.
  ({ graph }, random) => {
    const small = tensors(graph).filter(({ dataType, rawData }) => dataType === 7 && rawData.length >= 8);
    const bytes = random.pick(small).rawData.slice();
    new DataView(bytes.buffer).setBigInt64(8 * random.below(bytes.length / 8), random.pick(numbers), true);
    random.pick(small).rawData = bytes;
  },
  // Attributes.
  ({ graph }, random) => changeAttribute(random.pick(random.pick(graph.node).attribute), random),
  ({ graph }, random) => {
    const given = create(AttributeProtoSchema, { name: random.pick(attributes) });
    changeAttribute(given, random);
    random.pick(graph.node).attribute.push(given);
  },
  ({ graph }, random) => void random.pick(graph.node).attribute.splice(random.below(3), 1),
  // Names and edges.
  ({ graph }, random) => {
    const node = random.pick(graph.node);
    const ends = random.oneIn(2) ? node.input : node.output;
    ends[random.below(ends.length + 1)] = random.oneIn(4) ? random.pick(names) : random.pick(values(graph));
  },
  ({ graph }, random) => {
    const [from, to] = [random.pick(values(graph)), random.pick(names)];
    for (const node of graph.node) {
      node.input = node.input.map((name) => (name === from ? to : name));
      node.output = node.output.map((name) => (name === from ? to : name));
    }
    for (const each of [...graph.input, ...graph.output, ...graph.initializer]) if (each.name === from) each.name = to;
  },
  ({ graph }, random) => void random.pick(graph.node).input.splice(random.below(4), 1),
  // Operators.
  ({ graph }, random) => void (random.pick(graph.node).opType = random.pick(operators)),
  ({ graph }, random) => void (random.pick(graph.node).domain = random.pick([...names, 'com.microsoft'])),
  (model, random) => void (random.pick(model.opsetImport).version = random.pick([...numbers, 6n, 9n, 12n, 17n, 21n])),
  // Order and number.
  ({ graph }, random) => {
    if (random.oneIn(2)) graph.node.reverse();
    else graph.node.push(...graph.node.splice(random.below(graph.node.length), 1 + random.below(3)));
  },
  ({ graph }, random) => void graph.node.splice(random.below(graph.node.length), 1 + random.below(2)),
  ({ graph }, random) => void graph.node.push(random.pick(graph.node)),
  insertChain,
  // A graph inside.
  ({ graph }, random) => {
    const inner = structuredClone(graph);
    const branch = create(AttributeProtoSchema, {
      name: random.pick(['then_branch', 'body', 'else_branch']),
      g: inner,
    });
    const node = random.pick(graph.node);
    node.attribute.push(branch);
    node.opType = random.pick(['If', 'Loop', 'Scan', node.opType]);
  },
  // What is said beside the graph.
  (model, random) => {
    const keys = ['classes', 'names', 'mean', 'std', 'imgsz', 'input_size', 'cam-lens', '__proto__', 'author'];
    const texts = [
      '[1e9, 1e9]',
      '{"__proto__": "cat"}',
      "{0: 'a', 1: 'b'}",
      '[',
      '1e400',
      '224',
      '[0, 0, 0]',
      '{"size": -1}',
    ];
    model.metadataProps.push(entry(random.pick(keys), random.pick([...texts, ...names])));
  },
];

export const onnxMutations: readonly Mutation[] = changes.map((change) => (input, random) => {
  const model = fromBinary(ModelProtoSchema, input);
  if (model.graph === undefined || model.graph.node.length === 0) throw new RangeError('There is no graph.');
  change(model as Opened, random);
  return toBinary(ModelProtoSchema, model);
});

/** Up to 60 nodes behind a value, each reading the one before it once or twice, in the place of that value or beside it. */
function insertChain({ graph }: Opened, random: Random): void {
  const start = random.pick(values(graph));
  const model = random.pick([...graph.node, create(NodeProtoSchema, { opType: random.pick(operators) })]);
  const isDouble = random.oneIn(2);
  const links = Array.from({ length: 1 + random.below(60) }, (_, i): NodeProto => {
    const from = i === 0 ? start : `${start}/${i - 1}`;
    const [, ...others] = model.input;
    const { opType, attribute } = model;
    return create(NodeProtoSchema, {
      opType,
      attribute,
      input: [from, ...(isDouble ? [from] : others)],
      output: [`${start}/${i}`],
    });
  });
  if (random.oneIn(2)) {
    for (const node of graph.node)
      node.input = node.input.map((name) => (name === start ? `${start}/${links.length - 1}` : name));
  }
  graph.node.push(...links);
}

function changeAttribute(attribute: AttributeProto, random: Random): void {
  const ways: readonly (() => void)[] = [
    () => void (attribute.i = random.pick(numbers)),
    () => void (attribute.f = random.pick(floats)),
    () =>
      void (attribute.s = new TextEncoder().encode(
        random.pick([...names, 'SAME_UPPER', 'linear', 'cubic', 'reflect']),
      )),
    () => void (attribute.ints = several(random, () => random.pick(numbers))),
    () => void (attribute.floats = several(random, () => random.pick(floats))),
    () => void (attribute.name = random.pick(attributes)),
    () => {
      const dims = several(random, () => random.pick(numbers));
      attribute.t = create(TensorProtoSchema, { dataType: random.pick([1, 7, 8]), dims, int64Data: dims });
    },
    () => {
      const { ints } = attribute;
      ints[random.below(ints.length + 1)] = random.pick(numbers);
    },
  ];
  random.pick(ways)();
}

function several<Entry>(random: Random, make: () => Entry): Entry[] {
  return Array.from({ length: random.pick([0, 1, 2, 4, 8, 70, 500]) }, make);
}

function tensors(graph: GraphProto): readonly TensorProto[] {
  return [...graph.initializer, ...graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []))];
}

function values(graph: GraphProto): readonly string[] {
  const made = graph.node.flatMap(({ output }) => output);
  return [...made, ...graph.initializer.map(({ name }) => name), ...graph.input.map(({ name }) => name)];
}

function dimensions(infos: readonly ValueInfoProto[]) {
  return infos.flatMap(({ type }) => (type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []) : []));
}

function entry(key: string, value: string) {
  return create(StringStringEntryProtoSchema, { key, value });
}
