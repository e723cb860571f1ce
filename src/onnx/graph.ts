/** A graph with an index: which node produces a value, which nodes read it, and the order in which nodes run. */
import { CamLensError } from '../errors.ts';
import { constantTensor, entriesOf, readFloats, readInts } from './constants.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from './messages.ts';
import type { Model } from './messages.ts';
import { topologicalOrder } from './topological-order.ts';

export interface GraphIndex {
  /** In topological order; the file's own order if it is one. */
  readonly nodes: readonly NodeProto[];
  /** Inputs that must be supplied. Weights, which old files list among the inputs too, are excluded. */
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /**
   * Value → its tensor, if known before the graph runs: weights, Constant nodes, and values that only pass these on.
   * Once shapes are inferred, also what is computed from these and from known shapes (see folding/).
   */
  readonly constants: ReadonlyMap<string, TensorProto>;
  /** Value → the node that produces it. */
  readonly producers: ReadonlyMap<string, NodeProto>;
  /** Value → the nodes that read it, in order. */
  readonly consumers: ReadonlyMap<string, readonly NodeProto[]>;
  /** Shapes declared in the file: inputs, outputs and value_info. */
  readonly declared: readonly ValueInfoProto[];
  /** Version of the standard operators. */
  readonly opset: number;
}

/** @throws CamLensError `model-damaged` if a value has two producers, or the nodes form a cycle */
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

/** The version of the standard operators that a model uses. */
export function opsetOf(model: Model): number {
  const standard = model.opsetImport.find(({ domain }) => isStandardDomain(domain));
  return Number(standard?.version ?? 1n);
}

/** ONNX writes its own domain in two ways. */
export function isStandardDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Every value a node reads: its inputs, and outside values read by graphs inside it (If, Loop). */
export function valuesRead(node: NodeProto): readonly string[] {
  // Called many times for every node; most have neither omitted inputs nor inner graphs.
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

/** Everything that a value depends on, including itself. */
export interface Ancestors {
  /** In topological order. */
  readonly nodes: readonly NodeProto[];
  readonly values: ReadonlySet<string>;
}

export function findAncestors(graph: GraphIndex, value: string): Ancestors {
  const values = new Set([value]);
  const nodes: NodeProto[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.output.some((name) => values.has(name))) continue;
    nodes.push(node);
    for (const name of valuesRead(node)) values.add(name);
  }
  return { nodes: nodes.reverse(), values };
}

/** The tensor of a value that is known before the graph runs. */
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
 * Value → tensor, for weights, Constant nodes and nodes that pass these on.
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
        throw new CamLensError('model-damaged', `Two nodes of the model produce the value "${name}".`);
      if (given.has(name)) {
        throw new CamLensError(
          'model-damaged',
          `The value "${name}" is produced by a node, but is also an input or a weight.`,
        );
      }
      producers.set(name, node);
    }
  }
  return producers;
}
