/** Collects the nodes and constants that a rewrite adds to a graph, under names the graph does not use yet. */
import { floatTensor, intTensor, node, type AttributeValue } from '../onnx/build.ts';
import { axesAsInputSince, type OperatorWithAxes } from '../onnx/axes.ts';
import { findKnownInts, type Contents } from '../onnx/contents.ts';
import { FreshNames } from '../onnx/fresh-names.ts';
import { findInts, type GraphIndex } from '../onnx/graph.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import { inferValues } from '../onnx/shapes.ts';
import type { EmittedOperator } from './emitted-operators.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

export class GraphBuilder {
  readonly graph: GraphIndex;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names: FreshNames;
  readonly #constants = new Map<string, string>();
  #contents: Contents | undefined;
  #tableEntries = 0;
  readonly #emitted = new Map<string, string>();

  /** @param contents of the graph, if already known */
  constructor(graph: GraphIndex, contents?: Contents) {
    this.graph = graph;
    this.#contents = contents;
    const inputs = graph.inputs.map(({ name }) => name);
    this.#names = new FreshNames([...inputs, ...graph.initializers.keys(), ...graph.producers.keys()]);
  }

  /** @returns the numbers in all tables so far, those of a further one included */
  countTable(entries: number): number {
    return (this.#tableEntries += entries);
  }

  /** Integers of the forward graph that are known before it runs: constants, or arithmetic on known shapes. */
  findInts(name: string): readonly number[] | undefined {
    this.#contents ??= inferValues(this.graph).contents;
    return findKnownInts({ graph: this.graph, contents: this.#contents }, name) ?? findInts(this.graph, name);
  }

  /** The name itself if it is unused, otherwise the name with a number appended. */
  fresh(name: string): string {
    return this.#names.take(name);
  }

  /**
   * Adds a node with one output and returns that output's name, made from `prefix` and the operator. Identical nodes
   * are added once. A number among the inputs is a float32 constant.
   */
  emit(
    opType: EmittedOperator,
    inputs: readonly (string | number)[],
    attributes: Attributes = {},
    prefix = 'backward',
  ): string {
    const names = inputs.map((input) => (typeof input === 'number' ? this.float(input) : input));
    const key = JSON.stringify([opType, names, attributes]);
    const existing = this.#emitted.get(key);
    if (existing !== undefined) return existing;
    const output = this.fresh(`${prefix}/${opType}`);
    this.nodes.push(node(opType, names, [output], attributes));
    this.#emitted.set(key, output);
    return output;
  }

  /** As `emit`, for operators whose axes are an attribute or an input, depending on the operator set. */
  emitOverAxes(
    opType: EmittedOperator & OperatorWithAxes,
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

  /** `value` reshaped at run time to the shape of another value. */
  reshapeLike(value: string, other: string, prefix?: string): string {
    return this.emit('Reshape', [value, this.emit('Shape', [other], {}, prefix)], {}, prefix);
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

  /** An int64 constant, one-dimensional by default, as shapes and axes require; equal ones are made once. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant('ints', values, dims, (name) => intTensor(name, dims, values));
  }

  scalarInt(value: number): string {
    return this.#constant('ints', [value], [], (name) => intTensor(name, [], [value]));
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
