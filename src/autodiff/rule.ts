/** What a gradient rule is, and everything it can access: one node of the forward graph during the backward walk. */
import { CamLensError } from '../errors.ts';
import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from '../onnx/attributes.ts';
import { hasNoAxes, readAxes, type OperatorWithAxes } from '../onnx/axes.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { findFloats, isStandardDomain } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { EmittedOperator } from './emitted-operators.ts';
import type { Attributes, GraphBuilder } from './graph-builder.ts';

/**
 * From the gradient of the score with respect to a node's outputs to that with respect to its inputs: emits nodes, and
 * returns the name of a value for every input, or undefined for inputs that are not needed or have no gradient.
 */
export type Rule = (step: Step) => readonly (string | undefined)[];

/** Of one node, and of all nodes of a graph: far more than any known network needs. */
const mostTableEntries = { ofNode: 2 ** 22, ofGraph: 2 ** 24 };

export class Step {
  readonly node: NodeProto;
  readonly builder: GraphBuilder;
  readonly #shapes: Shapes;
  readonly #gradients: readonly (string | undefined)[];
  readonly #isNeeded: (value: string) => boolean;

  constructor(
    node: NodeProto,
    gradients: readonly (string | undefined)[],
    builder: GraphBuilder,
    shapes: Shapes,
    isNeeded: (value: string) => boolean,
  ) {
    this.node = node;
    this.builder = builder;
    this.#shapes = shapes;
    this.#gradients = gradients;
    this.#isNeeded = isNeeded;
  }

  get opset(): number {
    return this.builder.graph.opset;
  }

  /** Whether the gradient of an input leads to a requested layer. */
  needs(index: number): boolean {
    const name = this.node.input[index] ?? '';
    return name !== '' && this.#isNeeded(name);
  }

  input(index = 0): string {
    const name = this.node.input[index] ?? '';
    if (name === '') throw new CamLensError('model-damaged', `${this.title} has no input ${index}.`);
    return name;
  }

  output(index = 0): string {
    return this.node.output[index] ?? '';
  }

  /** Gradient of the score with respect to an output; zeros if the score does not depend on it. */
  gradient(index = 0): string {
    return this.#gradients[index] ?? this.emit('Expand', [0, this.runtimeShape(this.output(index))]);
  }

  /** Adds a node; a number among its inputs is a float32 constant. */
  emit(opType: EmittedOperator, inputs: readonly (string | number)[], attributes?: Attributes): string {
    return this.builder.emit(opType, inputs, attributes, this.#prefix);
  }

  emitOverAxes(
    opType: EmittedOperator & OperatorWithAxes,
    input: string,
    axes: readonly number[],
    attributes?: Attributes,
  ): string {
    return this.builder.emitOverAxes(opType, input, axes, attributes, this.#prefix);
  }

  /** `value` with its axes in another order. */
  transpose(value: string, perm: readonly number[]): string {
    return perm.every((axis, i) => axis === i) ? value : this.emit('Transpose', [value], { perm: { ints: perm } });
  }

  /** `value` reshaped at run time to the shape of another value. */
  reshapeLike(value: string, other: string): string {
    return this.builder.reshapeLike(value, other, this.#prefix);
  }

  float(value: number): string {
    return this.builder.float(value);
  }

  floats(values: readonly number[], dims?: readonly number[]): string {
    return this.builder.floats(values, dims);
  }

  ints(values: readonly number[], dims?: readonly number[]): string {
    return this.builder.ints(values, dims);
  }

  /** A constant int64 scalar. */
  scalarInt(value: number): string {
    return this.builder.scalarInt(value);
  }

  /** The shape of a value at run time, int64. */
  runtimeShape(value: string): string {
    return this.emit('Shape', [value]);
  }

  /** One size of a value at run time, int64 [1]. */
  runtimeSize(value: string, axis: number): string {
    return this.emit('Gather', [this.runtimeShape(value), this.ints([axis])]);
  }

  /** What is known about a value's shape before the graph runs. */
  shape(value: string): Shape | undefined {
    return this.#shapes.get(value);
  }

  /** As `shape`, for rules that require it. */
  knownShape(value: string): Shape {
    return this.shape(value) ?? this.refuse(`the number of dimensions of "${value}" is not known`);
  }

  int(name: string, otherwise: number): number {
    return intAttribute(this.node, name) ?? otherwise;
  }

  number(name: string, otherwise: number): number {
    return floatAttribute(this.node, name) ?? otherwise;
  }

  intList(name: string): readonly number[] | undefined {
    return intsAttribute(this.node, name);
  }

  text(name: string, otherwise: string): string {
    return stringAttribute(this.node, name) ?? otherwise;
  }

  /** An input's floats, if they are known before the graph runs. */
  inputFloats(index: number): readonly number[] | undefined {
    return findFloats(this.builder.graph, this.node.input[index] ?? '');
  }

  /** An input's integers, if they are known before the graph runs. */
  inputInts(index: number): readonly number[] | undefined {
    return this.builder.findInts(this.node.input[index] ?? '');
  }

  /** The node's axes, counted from 0; all of `rank` if it names none (unless that means none). */
  axes(rank: number): readonly number[] {
    if (hasNoAxes(this.node) && this.int('noop_with_empty_axes', 0) === 1) return [];
    if (hasNoAxes(this.node)) return Array.from({ length: rank }, (_, axis) => axis);
    return readAxes(this.builder.graph, this.node, rank) ?? this.refuse('its axes are known only at run time');
  }

  /** The node's attribute `axis`, counted from 0. */
  axis(otherwise: number): number {
    const axis = this.int('axis', otherwise);
    return axis < 0 ? axis + this.knownShape(this.output()).length : axis;
  }

  /** For messages. */
  get title(): string {
    const { name, opType, output } = this.node;
    return `${operatorName(this.node)} node "${name || output[0] || opType}"`;
  }

  /** Refuses a table that is too large to be written into the model, by itself or with those of other nodes. */
  checkTable(entries: number): void {
    if (!(entries <= mostTableEntries.ofNode)) this.refuse(`it would need a table of ${entries} numbers`);
    const all = this.builder.countTable(entries);
    if (all > mostTableEntries.ofGraph)
      this.refuse(`with those of other nodes, it would need tables of ${all} numbers`);
  }

  /** @throws CamLensError `operator-unsupported`, always */
  refuse(reason: string): never {
    throw new CamLensError('operator-unsupported', `The ${this.title} has no gradient: ${reason}.`);
  }

  get #prefix(): string {
    return `backward/${this.node.name || this.output()}`;
  }
}

/** As usually written: standard operators without their domain. */
export function operatorName(node: NodeProto): string {
  return isStandardDomain(node.domain) ? node.opType : `${node.domain}.${node.opType}`;
}
