/**
 * Pictures come as [N, 3, H, W]: a model that wants [N, H, W, 3], as TensorFlow's exports do, is rewritten to take them.
 * Where it begins by transposing them itself, that Transpose goes; else one that undoes ours is put in front.
 */
import { intsAttribute } from '../onnx/attributes.ts';
import { floatValue, node as makeNode } from '../onnx/build.ts';
import { indexGraph, valuesRead, type GraphIndex } from '../onnx/graph.ts';
import {
  DataType,
  withGraph,
  withInnerGraphs,
  withNode,
  type NodeProto,
  type ValueInfoProto,
} from '../onnx/messages.ts';
import type { Model } from '../onnx/read.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import type { Shape } from '../onnx/dimensions.ts';

const toChannelsFirst = [0, 3, 1, 2];
const toChannelsLast = [0, 2, 3, 1];

/** The model itself where no input is channels last. Names stay as they are. */
export function channelsFirst(model: Model): Model {
  const graph = indexGraph(model);
  const shapes = inferShapes(graph);
  return graph.inputs
    .filter((input) => isChannelsLast(graph, shapes, input))
    .reduce((changed, { name }) => turnInput(changed, name, shapes.get(name) ?? []), model);
}

function isChannelsLast(graph: GraphIndex, shapes: Shapes, { name, type }: ValueInfoProto): boolean {
  const shape = shapes.get(name);
  const isFloat = type?.value.case === 'tensorType' && type.value.value.elemType === DataType.FLOAT;
  if (!isFloat || shape?.length !== 4 || shape[1] === 3) return false;
  const readers = graph.consumers.get(name) ?? [];
  const isTurned = readers.length > 0 && readers.every(turnsChannelsFirst);
  // A convolution would read them as they are.
  return isTurned || (shape[3] === 3 && !readers.some(({ opType }) => opType === 'Conv'));
}

function turnsChannelsFirst(node: NodeProto): boolean {
  return node.opType === 'Transpose' && intsAttribute(node, 'perm')?.join() === toChannelsFirst.join();
}

function turnInput(model: Model, input: string, shape: Shape): Model {
  const { graph } = model;
  const names = new Set(graph.node.flatMap(({ output }) => output));
  let turned = `${input}/channels_last`;
  while (names.has(turned)) turned += '_';
  const nodes = graph.node.map((node) => {
    if (!valuesRead(node).includes(input)) return node;
    if (!turnsChannelsFirst(node)) return readingInstead(node, input, turned);
    return withNode(node, { opType: 'Identity', attribute: [] });
  });
  const turn = makeNode('Transpose', [input], [turned], { perm: { ints: toChannelsLast } });
  const isNeeded = nodes.some((node) => valuesRead(node).includes(turned));
  const declared = floatValue(
    input,
    toChannelsFirst.map((axis) => shape[axis] ?? ''),
  );
  return withGraph(model, {
    node: isNeeded ? [turn, ...nodes] : nodes,
    input: graph.input.map((each) => (each.name === input ? declared : each)),
  });
}

/** The node with another value in place of one it reads, graphs inside it included. */
function readingInstead(node: NodeProto, value: string, other: string): NodeProto {
  return withNode(node, {
    input: node.input.map((name) => (name === value ? other : name)),
    attribute: node.attribute.map((each) =>
      withInnerGraphs(each, (graph) => graph.node.map((inner) => readingInstead(inner, value, other))),
    ),
  });
}
