/** The messages of the official ONNX schema that the rest of the project speaks of, and how one is changed. */
import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
} from 'onnx-buf';

export type { AttributeProto, GraphProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
export { TensorProto_DataType as DataType } from 'onnx-buf';

/** A model whose graph is known to be there. */
export type Model = ModelProto & { graph: GraphProto };

/** ir_version 4 is the first in which a weight need not be an input too. */
const weightsApartFromInputs = 4n;

/**
 * A new model with some parts of the graph replaced. Everything else, every weight first of all, is the SAME object:
 * nothing is copied, and the model given is not changed.
 */
export function withGraph(
  model: Model,
  changes: Partial<Pick<GraphProto, 'node' | 'initializer' | 'input' | 'output' | 'valueInfo'>>,
): Model {
  const graph = copy(GraphProtoSchema, model.graph, changes);
  const irVersion = model.irVersion < weightsApartFromInputs ? weightsApartFromInputs : model.irVersion;
  return copy(ModelProtoSchema, model, { irVersion, graph }) as Model;
}

/** The same model said to be written in another set of the standard operators. */
export function withOpset(model: Model, version: number, isStandard: (domain: string) => boolean): Model {
  const others = model.opsetImport.filter(({ domain }) => !isStandard(domain));
  const standard = create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(version) });
  return copy(ModelProtoSchema, model, { opsetImport: [...others, standard] }) as Model;
}

/** A new model with something to read beside its graph: a text for people, and entries by key, which replace those there. */
export function withDocument(model: Model, docString: string, metadata: Readonly<Record<string, string>>): Model {
  const others = model.metadataProps.filter(({ key }) => !Object.hasOwn(metadata, key));
  const own = Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
  return copy(ModelProtoSchema, model, { docString, metadataProps: [...others, ...own] }) as Model;
}

/** A new node with some of its parts replaced. */
export function withNode(
  node: NodeProto,
  changes: Partial<Pick<NodeProto, 'attribute' | 'input' | 'opType' | 'output'>>,
): NodeProto {
  return copy(NodeProtoSchema, node, changes);
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

/** A shallow copy. Defaults live on a message's prototype, which spreading would lose. */
function copy<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  changes: Partial<MessageShape<Desc>>,
): MessageShape<Desc> {
  return Object.assign(create(schema), message, changes);
}
