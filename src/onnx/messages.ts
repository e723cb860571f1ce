/** The messages of the official ONNX schema that are used elsewhere, and functions that return changed copies. */
import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
  TypeProtoSchema,
  TypeProto_TensorSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

export type { AttributeProto, GraphProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
export { TensorProto_DataType as DataType } from 'onnx-buf';

/** A model with a graph. */
export type Model = ModelProto & { graph: GraphProto };

/** ir_version 4 is the first in which a weight need not be an input too. */
const weightsApartFromInputs = 4n;

/** What a graph is made of. */
export type GraphFields = Pick<GraphProto, 'node' | 'initializer' | 'input' | 'output' | 'valueInfo'>;

/** A new graph with some of its parts replaced. */
export function withFields(graph: GraphProto, changes: Partial<GraphFields>): GraphProto {
  return copy(GraphProtoSchema, graph, changes);
}

/**
 * A new model with some parts of the graph replaced. Everything else, in particular every weight, is the SAME object:
 * nothing is copied, and the given model is not changed.
 */
export function withGraph(model: Model, changes: Partial<GraphFields>): Model {
  const graph = withFields(model.graph, changes);
  const irVersion = model.irVersion < weightsApartFromInputs ? weightsApartFromInputs : model.irVersion;
  return copy(ModelProtoSchema, model, { irVersion, graph }) as Model;
}

/** The same model, declared to use another set of the standard operators. */
export function withOpset(model: Model, version: number, isStandard: (domain: string) => boolean): Model {
  const others = model.opsetImport.filter(({ domain }) => !isStandard(domain));
  const standard = create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(version) });
  return copy(ModelProtoSchema, model, { opsetImport: [...others, standard] }) as Model;
}

/**
 * A new model with documentation beside its graph: a text for people, and metadata entries by key, which replace
 * existing ones.
 */
export function withDocument(model: Model, docString: string, metadata: Readonly<Record<string, string>>): Model {
  const others = model.metadataProps.filter(({ key }) => !Object.hasOwn(metadata, key));
  const own = Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
  return copy(ModelProtoSchema, model, { docString, metadataProps: [...others, ...own] }) as Model;
}

/** A new node with some of its parts replaced. */
export function withNode(
  node: NodeProto,
  changes: Partial<Pick<NodeProto, 'attribute' | 'input' | 'name' | 'opType' | 'output'>>,
): NodeProto {
  return copy(NodeProtoSchema, node, changes);
}

/** A new attribute with other values. */
export function withValues(
  attribute: AttributeProto,
  changes: Partial<Pick<AttributeProto, 'i' | 't' | 'g' | 'graphs'>>,
): AttributeProto {
  return copy(AttributeProtoSchema, attribute, changes);
}

/** The same value, a tensor, with entries of another type (see DataType). */
export function withElementType(info: ValueInfoProto, elemType: number): ValueInfoProto {
  const { type } = info;
  if (type?.value.case !== 'tensorType') return info;
  const tensor = copy(TypeProto_TensorSchema, type.value.value, { elemType });
  return copy(ValueInfoProtoSchema, info, {
    type: copy(TypeProtoSchema, type, { value: { case: 'tensorType', value: tensor } }),
  });
}

/** A tensor of any type (see DataType), from its values' own bytes. */
export function rawTensor(
  name: string,
  dataType: number,
  dims: readonly bigint[],
  values: ArrayBufferView,
): TensorProto {
  const rawData = new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  return create(TensorProtoSchema, { name, dataType, dims: [...dims], rawData });
}

/** The same tensor with its bytes in another file, from an offset on. */
export function externalTensor(
  { name, dataType, dims }: TensorProto,
  place: { readonly location: string; readonly offset: number; readonly length: number },
): TensorProto {
  const externalData = Object.entries(place).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value: String(value) }),
  );
  return create(TensorProtoSchema, { name, dataType, dims, externalData, dataLocation: 1 });
}

/** The same tensor under another name, with the same bytes. */
export function withTensorName(tensor: TensorProto, name: string): TensorProto {
  return copy(TensorProtoSchema, tensor, { name });
}

/** A new attribute whose graphs (of If, Loop, Scan) are changed. */
export function withInnerGraphs(
  attribute: AttributeProto,
  nodesOf: (graph: GraphProto) => NodeProto[],
): AttributeProto {
  const lift = (graph: GraphProto): GraphProto => copy(GraphProtoSchema, graph, { node: nodesOf(graph) });
  const { g, graphs } = attribute;
  const inner = g === undefined ? {} : { g: lift(g) };
  return copy(AttributeProtoSchema, attribute, { ...inner, graphs: graphs.map(lift) });
}

/** A shallow copy. Defaults are on a message's prototype, which spreading would lose. */
function copy<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  changes: Partial<MessageShape<Desc>>,
): MessageShape<Desc> {
  return Object.assign(create(schema), message, changes);
}
