/**
 * Pictures must be [N, 3, H, W]: a model that takes [N, H, W, 3], as TensorFlow exports do, is rewritten. If it starts
 * by transposing them itself, that Transpose is removed; otherwise an inverse one is inserted.
 */
import { intsAttribute } from '../onnx/attributes.ts';
import { floatValue, node as makeNode } from '../onnx/build.ts';
import { FreshNames } from '../onnx/fresh-names.ts';
import { valuesRead, type GraphIndex } from '../onnx/graph.ts';
import {
  DataType,
  withGraph,
  withInnerGraphs,
  withNode,
  type NodeProto,
  type ValueInfoProto,
} from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import { inferGraph, type Shapes } from '../onnx/shapes.ts';

const toChannelsFirst = [0, 3, 1, 2];
const toLast = { perm: { ints: [0, 2, 3, 1] } };

/**
 * Returns the model itself if no input is channels last. Names do not change.
 * @param seen what is already known about the model
 */
export function channelsFirst(model: Model, seen = inferGraph(model)): Model {
  const { graph, shapes } = seen;
  const turned = graph.inputs.filter((input) => isChannelsLast(graph, shapes, input)).map(({ name }) => name);
  return turned.length === 0 ? model : turnInputs(model, turned, shapes);
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

function turnInputs(model: Model, inputs: readonly string[], shapes: Shapes): Model {
  const { graph } = model;
  const given = [...graph.input, ...graph.initializer].map(({ name }) => name);
  const names = new FreshNames([...given, ...graph.node.flatMap(({ output }) => output)]);
  const turned = new Map(inputs.map((input) => [input, names.take(`${input}/channels_last`)]));
  const nodes = graph.node.map((node) => {
    if (!valuesRead(node).some((name) => turned.has(name))) return node;
    if (!turnsChannelsFirst(node)) return readingInstead(node, turned);
    return withNode(node, { opType: 'Identity', attribute: [] });
  });
  const read = new Set(nodes.flatMap(valuesRead));
  const turns = [...turned].filter(([, name]) => read.has(name));
  return withGraph(model, {
    node: [...turns.map(([input, name]) => makeNode('Transpose', [input], [name], toLast)), ...nodes],
    input: graph.input.map((info) => (turned.has(info.name) ? turnedInput(info, shapes) : info)),
  });
}

function turnedInput({ name }: ValueInfoProto, shapes: Shapes): ValueInfoProto {
  const shape = shapes.get(name) ?? [];
  return floatValue(
    name,
    toChannelsFirst.map((axis) => shape[axis] ?? ''),
  );
}

/** The node with some of its inputs replaced, including those of graphs inside it. */
export function readingInstead(node: NodeProto, others: ReadonlyMap<string, string>): NodeProto {
  return withNode(node, {
    input: node.input.map((name) => others.get(name) ?? name),
    attribute: node.attribute.map((each) =>
      withInnerGraphs(each, (graph) => graph.node.map((inner) => readingInstead(inner, others))),
    ),
  });
}
