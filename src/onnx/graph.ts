/** A graph made ready for questions: who makes a value, who reads it, in which order the nodes run. */
import { CamLensError } from '../errors.ts';
import { constantTensor, entriesOf, readFloats, readInts } from './constants.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from './messages.ts';
import type { Model } from './messages.ts';
import { topologicalOrder } from './topological-order.ts';

export interface GraphIndex {
  /** In topological order; the file's own order where that is one. */
  readonly nodes: readonly NodeProto[];
  /** Inputs that must be fed: old files list weights among the inputs too, these are left out. */
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /**
   * Value → the tensor that it is known to be before the graph runs: weights, Constant nodes, and what only hands these on;
   * once shapes are inferred, what is computed of these and of known shapes too (see folding/).
   */
  readonly constants: ReadonlyMap<string, TensorProto>;
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
  const producers = findProducers(graph);
  const nodes = topologicalOrder(graph.node, (node) => valuesRead(node).flatMap((name) => producers.get(name) ?? []));
  const consumers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const name of valuesRead(node)) {
      const readers = consumers.get(name);
      if (readers === undefined) consumers.set(name, [node]);
      else if (readers.at(-1) !== node) readers.push(node);
    }
  }
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return {
    nodes,
    inputs: graph.input.filter(({ name }) => !initializers.has(name)),
    outputs: graph.output,
    initializers,
    constants: findConstants(nodes, initializers),
    producers,
    consumers,
    declared: [...graph.valueInfo, ...graph.input, ...graph.output],
    opset: opsetOf(model),
  };
}

/** The version of the standard operators that a model is written in. */
export function opsetOf(model: Model): number {
  const standard = model.opsetImport.find(({ domain }) => isStandardDomain(domain));
  return Number(standard?.version ?? 1n);
}

/** ONNX writes its own domain in two ways. */
export function isStandardDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Every value a node reads: its inputs, and what graphs inside it (If, Loop) take from outside. */
export function valuesRead(node: NodeProto): readonly string[] {
  // Asked of every node many times: most have neither inputs left out nor graphs inside.
  const own = node.input.includes('') ? node.input.filter((name) => name !== '') : node.input;
  if (!node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0)) return own;
  return [...own, ...innerGraphs(node).flatMap(valuesCaptured)];
}

/** The graphs inside a node: branches of If, bodies of Loop and Scan. */
export function innerGraphs({ attribute }: NodeProto): readonly GraphProto[] {
  return attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));
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
  return graph.constants.get(name);
}

/**
 * As `findConstant`, for shapes, axes and pads.
 * @param most entries; longer tensors are not read
 */
export function findInts(graph: GraphIndex, name: string, most = Infinity): readonly number[] | undefined {
  const tensor = findConstant(graph, name);
  return tensor === undefined || !(entriesOf(tensor) <= most) ? undefined : readInts(tensor);
}

/** As `findInts`, for bounds, scales and exponents. */
export function findFloats(graph: GraphIndex, name: string, most = Infinity): readonly number[] | undefined {
  const tensor = findConstant(graph, name);
  return tensor === undefined || !(entriesOf(tensor) <= most) ? undefined : readFloats(tensor);
}

/**
 * Value → tensor, of weights, Constant nodes and what hands these on.
 * @param nodes in topological order
 */
export function findConstants(
  nodes: readonly NodeProto[],
  initializers: ReadonlyMap<string, TensorProto>,
): Map<string, TensorProto> {
  const constants = new Map(initializers);
  for (const node of nodes) {
    const [input = ''] = node.input;
    const tensor = node.opType === 'Identity' ? constants.get(input) : constantTensor(node);
    if (tensor !== undefined) constants.set(node.output[0] ?? '', tensor);
  }
  return constants;
}

function findProducers({ node: nodes, initializer, input }: GraphProto): Map<string, NodeProto> {
  const producers = new Map<string, NodeProto>();
  const given = new Set([...initializer, ...input].map(({ name }) => name));
  for (const node of nodes) {
    for (const name of node.output) {
      if (name === '') continue;
      if (producers.has(name))
        throw new CamLensError('model-damaged', `Two nodes of the model make the value "${name}".`);
      if (given.has(name)) {
        throw new CamLensError(
          'model-damaged',
          `The value "${name}" is made by a node, and is an input or a weight too.`,
        );
      }
      producers.set(name, node);
    }
  }
  return producers;
}
