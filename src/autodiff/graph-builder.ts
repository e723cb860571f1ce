/** Collects the nodes and constants that a rewrite adds to a graph, under names the graph does not use yet. */
import { floatTensor, intTensor, node, type AttributeValue } from '../onnx/build.ts';
import { axesAsInputSince, type OperatorWithAxes } from '../onnx/axes.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

export class GraphBuilder {
  readonly graph: GraphIndex;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names: Set<string>;
  readonly #constants = new Map<string, string>();

  constructor(graph: GraphIndex) {
    this.graph = graph;
    const inputs = graph.inputs.map(({ name }) => name);
    this.#names = new Set([...inputs, ...graph.initializers.keys(), ...graph.producers.keys()]);
  }

  /** The name itself where it is free, else the name with a number behind it. */
  fresh(name: string): string {
    let free = name;
    for (let i = 2; this.#names.has(free); i += 1) free = `${name}_${i}`;
    this.#names.add(free);
    return free;
  }

  /** Adds a node with one output and returns that output's name, made from `prefix` and the operator. */
  emit(opType: string, inputs: readonly string[], attributes: Attributes = {}, prefix = 'backward'): string {
    const output = this.fresh(`${prefix}/${opType}`);
    this.nodes.push(node(opType, inputs, [output], attributes));
    return output;
  }

  /** As `emit`, for operators whose axes stand in an attribute or an input, as the operator set has it. */
  emitOverAxes(
    opType: OperatorWithAxes,
    input: string,
    axes: readonly number[],
    attributes: Attributes = {},
    prefix?: string,
  ): string {
    if (this.graph.opset < axesAsInputSince[opType]) {
      return this.emit(opType, [input], { axes: { ints: axes }, ...attributes }, prefix);
    }
    return this.emit(opType, [input, this.ints(axes)], attributes, prefix);
  }

  /** Gives a value a name of the caller's choice. */
  alias(value: string, name: string): string {
    const alias = this.fresh(name);
    this.nodes.push(node('Identity', [value], [alias]));
    return alias;
  }

  /** A float32 constant; equal ones are made once. */
  floats(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant('floats', values, dims, (name) => floatTensor(name, dims, Float32Array.from(values)));
  }

  float(value: number): string {
    return this.floats([value], []);
  }

  /** An int64 constant of one dimension, as shapes and axes want it; equal ones are made once. */
  ints(values: readonly number[]): string {
    const dims = [values.length];
    return this.#constant('ints', values, dims, (name) => intTensor(name, dims, values));
  }

  #constant(
    kind: string,
    values: readonly number[],
    dims: readonly number[],
    make: (name: string) => TensorProto,
  ): string {
    const key = `${kind} ${dims.join()}: ${values.join()}`;
    const existing = this.#constants.get(key);
    if (existing !== undefined) return existing;
    const name = this.fresh(`backward/${kind}`);
    this.#constants.set(key, name);
    this.initializers.push(make(name));
    return name;
  }
}
