/** A graph made ready for questions: who makes a value, who reads it, in which order the nodes run. */
import { CamLensError } from '../errors.ts';
import { constantTensor, readFloats, readInts } from './constants.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from './messages.ts';
import type { Model } from './read.ts';

export interface GraphIndex {
  /** In topological order; the file's own order where that is one. */
  readonly nodes: readonly NodeProto[];
  /** Inputs that must be fed: old files list weights among the inputs too, these are left out. */
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /** Value → the node that makes it. */
  readonly producers: ReadonlyMap<string, NodeProto>;
  /** Value → the nodes that read it, in order. */
  readonly consumers: ReadonlyMap<string, readonly NodeProto[]>;
  /** Shapes that the file itself declares: inputs, outputs and value_info. */
  readonly declared: readonly ValueInfoProto[];
  /** Version of the standard operators. */
  readonly opset: number;
}

/** @throws CamLensError `model-damaged` where a value has two producers, or the nodes form a circle */
export function indexGraph(model: Model): GraphIndex {
  const { graph } = model;
  const producers = findProducers(graph.node);
  const nodes = sortTopologically(graph.node, producers);
  const consumers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const name of new Set(valuesRead(node))) {
      const readers = consumers.get(name);
      if (readers === undefined) consumers.set(name, [node]);
      else readers.push(node);
    }
  }
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const standard = model.opsetImport.find(({ domain }) => isStandardDomain(domain));
  return {
    nodes,
    inputs: graph.input.filter(({ name }) => !initializers.has(name)),
    outputs: graph.output,
    initializers,
    producers,
    consumers,
    declared: [...graph.valueInfo, ...graph.input, ...graph.output],
    opset: Number(standard?.version ?? 1n),
  };
}

/** ONNX writes its own domain in two ways. */
export function isStandardDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Every value a node reads: its inputs, and what graphs inside it (If, Loop) take from outside. */
export function valuesRead(node: NodeProto): readonly string[] {
  const inner = node.attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));
  return [...node.input.filter((name) => name !== ''), ...inner.flatMap(valuesCaptured)];
}

function valuesCaptured(graph: GraphProto): readonly string[] {
  const own = new Set([
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  const read = [...graph.node.flatMap(valuesRead), ...graph.output.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}

/** All that a value depends on, itself included: nodes in topological order. */
export function findAncestors(
  graph: GraphIndex,
  value: string,
): { readonly nodes: readonly NodeProto[]; readonly values: ReadonlySet<string> } {
  const values = new Set([value]);
  const nodes: NodeProto[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.output.some((name) => values.has(name))) continue;
    nodes.push(node);
    for (const name of valuesRead(node)) values.add(name);
  }
  return { nodes: nodes.reverse(), values };
}

/** The tensor behind a value that is known before the graph runs. */
export function findConstant(graph: GraphIndex, name: string): TensorProto | undefined {
  const initializer = graph.initializers.get(name);
  if (initializer !== undefined) return initializer;
  const producer = graph.producers.get(name);
  if (producer?.opType === 'Identity') return findConstant(graph, producer.input[0] ?? '');
  return producer === undefined ? undefined : constantTensor(producer);
}

/** As `findConstant`, for shapes, axes and pads. */
export function findInts(graph: GraphIndex, name: string): readonly number[] | undefined {
  const tensor = findConstant(graph, name);
  return tensor === undefined ? undefined : readInts(tensor);
}

/** As `findConstant`, for bounds, scales and exponents. */
export function findFloats(graph: GraphIndex, name: string): readonly number[] | undefined {
  const tensor = findConstant(graph, name);
  return tensor === undefined ? undefined : readFloats(tensor);
}

function findProducers(nodes: readonly NodeProto[]): Map<string, NodeProto> {
  const producers = new Map<string, NodeProto>();
  for (const node of nodes) {
    for (const name of node.output) {
      if (name === '') continue;
      if (producers.has(name))
        throw new CamLensError('model-damaged', `Two nodes of the model make the value "${name}".`);
      producers.set(name, node);
    }
  }
  return producers;
}

/** Passes over the nodes in the file's order, each taking those whose inputs are there: one pass for a sorted file. */
function sortTopologically(
  nodes: readonly NodeProto[],
  producers: ReadonlyMap<string, NodeProto>,
): readonly NodeProto[] {
  const sorted: NodeProto[] = [];
  const done = new Set<NodeProto>();
  const isReady = (node: NodeProto): boolean =>
    valuesRead(node).every((name) => {
      const producer = producers.get(name);
      return producer === undefined || done.has(producer);
    });
  let waiting = nodes;
  while (waiting.length > 0) {
    const held: NodeProto[] = [];
    for (const node of waiting) {
      if (!isReady(node)) {
        held.push(node);
        continue;
      }
      done.add(node);
      sorted.push(node);
    }
    const [first] = held;
    if (first !== undefined && held.length === waiting.length) {
      throw new CamLensError('model-damaged', `The model's nodes form a circle round "${first.name || first.opType}".`);
    }
    waiting = held;
  }
  return sorted;
}
