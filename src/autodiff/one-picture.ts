/**
 * A graph that is written for several pictures at a time ("exactly 8") is rewritten for one. Only sizes change: the
 * input's, those that a Reshape is given, and constants that repeat the same rows for every picture. The rewritten
 * graph must have the shapes of the given one in every value, with a single dimension divided by the batch; otherwise
 * the model stays as it is.
 */
import { intAttribute } from '../onnx/attributes.ts';
import { floatTensor, floatValue, intTensor } from '../onnx/build.ts';
import { readFloats } from '../onnx/constants.ts';
import { axisOf, knownSize, type Shape } from '../onnx/dimensions.ts';
import { findInts, innerGraphs } from '../onnx/graph.ts';
import {
  withElementType,
  withGraph,
  withNode,
  type Model,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../onnx/messages.ts';
import { inferGraph, type InferredGraph } from '../onnx/shapes.ts';
import { elementType } from './image-input.ts';

/** Operators that only read the sizes of their input. */
const ofSizes: ReadonlySet<string> = new Set(['Shape', 'Size']);

/** Operators that combine two values of the same rank place by place. */
const pairing: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Concat']);

/** Operators that combine the values along their axis, by default the last. */
const alongAxis: ReadonlySet<string> = new Set([
  'Softmax',
  'LogSoftmax',
  'Hardmax',
  'LpNormalization',
  'LayerNormalization',
  'TopK',
]);

/** Returns the given model if its batch is free or 1, or if it cannot be rewritten. */
export function onePicture(model: Model, inferred: InferredGraph): Model {
  const [image, ...others] = inferred.graph.inputs;
  const batch = knownSize(inferred.shapes.get(image?.name ?? '')?.[0]);
  if (image === undefined || others.length > 0 || batch === undefined || batch < 2) return model;
  const moved = dependentNodes(inferred, image.name);
  if (moved === undefined) return model;
  const added: TensorProto[] = [];
  const changed = new Map<NodeProto, NodeProto>();
  for (const node of moved.nodes) {
    const input = node.input.map((name, i) => {
      const tensor = smaller({ node, name, index: i, batch, values: moved.values }, inferred);
      if (tensor === undefined) return name;
      added.push(tensor);
      return tensor.name;
    });
    if (input.some((name, i) => name !== node.input[i])) changed.set(node, withNode(node, { input }));
  }
  const one = (name: string): Shape | undefined => {
    const [first, ...rest] = inferred.shapes.get(name) ?? [];
    return typeof first === 'number' && first % batch === 0 ? [first / batch, ...rest] : undefined;
  };
  const { graph } = model;
  const made = withGraph(model, {
    node: graph.node.map((node) => changed.get(node) ?? node),
    initializer: [...graph.initializer, ...added],
    input: graph.input.map((info) => (info.name === image.name ? resized(info, one(info.name)) : info)),
    output: graph.output.map((info) => (moved.values.has(info.name) ? resized(info, one(info.name)) : info)),
    valueInfo: graph.valueInfo.filter(({ name }) => !moved.values.has(name)),
  });
  return isTheSamePerPicture(moved, inferred, inferGraph(made), batch) ? made : model;
}

function resized(info: ValueInfoProto, shape: Shape | undefined): ValueInfoProto {
  return shape === undefined ? info : withElementType(floatValue(info.name, shape), elementType(info));
}

/** How many pictures the file's own input takes at a time; undefined if it is free. */
export function writtenBatch(model: Model, image: string): number | undefined {
  const type = model.graph.input.find(({ name }) => name === image)?.type?.value;
  const first = type?.case === 'tensorType' ? type.value.shape?.dim[0]?.value : undefined;
  return first?.case === 'dimValue' ? Number(first.value) : undefined;
}

interface Dependent {
  readonly nodes: readonly NodeProto[];
  /** The input and all that is computed from its values. */
  readonly values: ReadonlySet<string>;
}

/** Undefined if a graph inside a node, as of Loop, reads such a value. */
function dependentNodes({ graph }: InferredGraph, image: string): Dependent | undefined {
  const values = new Set([image]);
  const nodes: NodeProto[] = [];
  for (const node of graph.nodes) {
    if (ofSizes.has(node.opType) || node.output.every((name) => graph.constants.has(name))) continue;
    if (innerGraphs(node).length > 0) return undefined;
    if (!node.input.some((name) => values.has(name))) continue;
    nodes.push(node);
    for (const name of node.output) if (name !== '') values.add(name);
  }
  return { nodes, values };
}

interface Read {
  readonly node: NodeProto;
  readonly name: string;
  readonly index: number;
  readonly batch: number;
  readonly values: ReadonlySet<string>;
}

/** What a node reads instead, if it is a constant that counts the pictures; undefined otherwise. */
function smaller(
  { node, name, index, batch, values }: Read,
  { graph, shapes }: InferredGraph,
): TensorProto | undefined {
  if (values.has(name) || name === '') return undefined;
  const called = `${node.output[0] ?? ''}/${name}/one-picture`;
  if (node.opType === 'Reshape' && index === 1) {
    const [first = 0, ...rest] = findInts(graph, name) ?? [];
    if (first < batch || first % batch !== 0 || shapes.get(node.output[0] ?? '')?.[0] !== first) return undefined;
    return intTensor(called, [rest.length + 1], [first / batch, ...rest]);
  }
  const other = node.input.map((one) => shapes.get(one)).find((_, i) => values.has(node.input[i] ?? ''));
  const tensor = graph.constants.get(name);
  const dims = tensor?.dims.map(Number) ?? [];
  const isRepeated = pairing.has(node.opType) && dims[0] === batch && other?.length === dims.length;
  const numbers = isRepeated && tensor !== undefined ? readFloats(tensor) : undefined;
  if (numbers === undefined || other?.[0] !== batch) return undefined;
  const row = numbers.length / batch;
  if (numbers.some((value, i) => value !== numbers[i % row])) return undefined;
  return floatTensor(called, [1, ...dims.slice(1)], Float32Array.from(numbers.slice(0, row)));
}

/** Whether each value has one dimension that counts pictures, which its node keeps apart. */
function isTheSamePerPicture(
  { nodes, values }: Dependent,
  was: InferredGraph,
  is: InferredGraph,
  batch: number,
): boolean {
  const axes = new Map<string, number>();
  for (const name of values) {
    const axis = divided(was.shapes.get(name), is.shapes.get(name), batch);
    if (axis === undefined) return false;
    axes.set(name, axis);
  }
  return nodes.every((node) => {
    const [input = -1] = node.input.flatMap((name) => axes.get(name) ?? []);
    const [output = -1] = node.output.flatMap((name) => axes.get(name) ?? []);
    // Row-major: only the first dimension keeps pictures together.
    if (node.opType === 'Reshape' || node.opType === 'Flatten') return input === 0 && output === 0;
    if (node.opType === 'CumSum') return findInts(was.graph, node.input[1] ?? '')?.[0] !== input;
    if (!alongAxis.has(node.opType)) return true;
    const rank = was.shapes.get(node.input[0] ?? '')?.length ?? 0;
    const axis = axisOf(intAttribute(node, 'axis') ?? -1, rank);
    return node.opType === 'LayerNormalization' ? axis > input : axis !== input;
  });
}

/** The axis along which a shape is divided by the batch; undefined unless it is one, and all others are unchanged. */
function divided(was: Shape | undefined, is: Shape | undefined, batch: number): number | undefined {
  if (was === undefined || is?.length !== was.length) return undefined;
  const different = was.flatMap((size, axis) => (size === is[axis] ? [] : [axis]));
  const [axis = -1] = different;
  const [before, after] = [knownSize(was[axis]), knownSize(is[axis])];
  return different.length === 1 && before !== undefined && before === batch * (after ?? NaN) ? axis : undefined;
}
