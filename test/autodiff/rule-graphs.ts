/** A graph with a single operator, and the graph of its gradients. */
import { create } from '@bufbuild/protobuf';
import { TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { emitBackward } from '../../src/autodiff/backward.ts';
import { GraphBuilder } from '../../src/autodiff/graph-builder.ts';
import type { ReluRule } from '../../src/autodiff/rules/index.ts';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../src/onnx/build.ts';
import type { Shape } from '../../src/onnx/dimensions.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import { withGraph, type TensorProto, type ValueInfoProto } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { inferShapes, type Shapes } from '../../src/onnx/shapes.ts';
import { upgradeModel } from '../../src/onnx/upgrade.ts';
import { buildModel } from './build-model.ts';
import { tensor, type Tensor } from './run-model.ts';

/**
 * A float input that is differentiated, with spread or given values; a float or integer constant; or an omitted input.
 */
export type Operand =
  | { readonly dims: readonly number[]; readonly from?: number; readonly to?: number }
  | { readonly values: readonly number[]; readonly dims: readonly number[] }
  | { readonly fixed: readonly number[]; readonly from?: number }
  | { readonly floats: readonly number[]; readonly dims: readonly number[] }
  | { readonly ints: readonly number[]; readonly dims?: readonly number[] }
  | { readonly bools: readonly number[]; readonly dims: readonly number[] }
  | 'absent';

export interface RuleCase {
  readonly title: string;
  readonly inputs: readonly Operand[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly opset?: number;
  /** More than one for Split. */
  readonly outputs?: number;
  /** Further outputs that are not floats and not read, such as TopK's indices. */
  readonly unread?: number;
  /** Declares all sizes of float inputs except the channels as free, as in a model for any picture size. */
  readonly free?: boolean;
  /** Linear in each entry: central differences are then exact, and a large step minimises rounding. */
  readonly linear?: boolean;
  /** Of central differences, if the usual step would cross a kink. */
  readonly step?: number;
}

export interface RuleGraphs {
  /** The operator as in the file: its form in a later operator set must do the same. */
  readonly forward: Model;
  /** The same after the rewrite's first step. */
  readonly lifted: Model;
  /** Input x → output `d x`, given the outputs' gradients `seed of y`. */
  readonly backward: Model;
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Random gradients of the forward graph's results, as inputs of the backward graph. */
  seedsFor(results: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
}

export function buildRuleGraphs(opType: string, rule: RuleCase, relu: ReluRule = 'standard'): RuleGraphs {
  const { feeds, weights, inputs, names } = declareOperands(rule);
  const ys = outputNames(rule.outputs ?? 1);
  const unread = Array.from({ length: rule.unread ?? 0 }, (_, i) => `unread${i}`);
  const original = buildModel({
    nodes: [node(opType, names, [...ys, ...unread], rule.attributes)],
    inputs,
    outputs: [],
    weights,
    opset: rule.opset ?? 17,
  });
  const forward = withGraph(original, { output: floatValues(ys, inferShapes(indexGraph(original))) });
  const lifted = upgradeModel(forward);
  const graph = indexGraph(lifted);
  const shapes = inferShapes(graph);

  const builder = new GraphBuilder(graph);
  const wanted = Object.keys(feeds);
  const seeds = new Map(ys.map((name) => [name, `seed of ${name}`]));
  const gradients = emitBackward(builder, shapes, { seeds, wanted, relu });
  const outputs = wanted.map((name) =>
    floatValue(builder.alias(gradients.get(name) ?? '', `d${name}`), shapes.get(name) ?? []),
  );
  return {
    forward,
    lifted,
    backward: withGraph(lifted, {
      node: [...graph.nodes, ...builder.nodes],
      initializer: [...weights, ...builder.initializers],
      input: [...inputs, ...ys.map((name) => floatValue(`seed of ${name}`, shapes.get(name) ?? []))],
      output: outputs,
    }),
    feeds,
    seedsFor: (results) =>
      Object.fromEntries(
        ys.map((name, i): [string, Tensor] => {
          const { dims, values } = results[name] ?? tensor([], []);
          expectShape(shapes.get(name), dims, `${opType} (${rule.title})`);
          return [`seed of ${name}`, tensor(dims, spread(values.length, -1, 7 + i, 1.3))];
        }),
      ),
  };
}

function outputNames(count: number): string[] {
  return count === 1 ? ['y'] : Array.from({ length: count }, (_, i) => `y${i}`);
}

function floatValues(names: readonly string[], shapes: Shapes): ValueInfoProto[] {
  return names.map((name) => floatValue(name, shapes.get(name) ?? []));
}

/** Shape inference may leave a size unknown, but known sizes must be correct. */
function expectShape(inferred: Shape | undefined, actual: readonly number[], title: string): void {
  const fits =
    inferred?.length === actual.length &&
    inferred.every((size, axis) => typeof size === 'string' || size === actual[axis]);
  if (!fits) throw new Error(`${title}: the shape [${actual.join()}] was inferred to be [${String(inferred)}]`);
}

function declareOperands({ inputs, free }: RuleCase) {
  const feeds: Record<string, Tensor> = {};
  const weights: TensorProto[] = [];
  const declared: ValueInfoProto[] = [];
  const names = inputs.map((operand, i) => {
    const name = operand === 'absent' ? '' : `x${i}`;
    if (operand === 'absent') return name;
    if ('bools' in operand) {
      weights.push(boolTensor(name, operand.dims, operand.bools));
    } else if ('ints' in operand) {
      weights.push(intTensor(name, operand.dims ?? [operand.ints.length], operand.ints));
    } else if ('floats' in operand) {
      weights.push(floatTensor(name, operand.dims, Float32Array.from(operand.floats)));
    } else if ('fixed' in operand) {
      weights.push(floatTensor(name, operand.fixed, spreadTensor(operand.fixed, operand.from, i).values));
    } else {
      feeds[name] =
        'values' in operand
          ? tensor(operand.dims, operand.values)
          : spreadTensor(operand.dims, operand.from, i, operand.to);
      declared.push(
        floatValue(
          name,
          operand.dims.map((size, axis) => (free === true && axis !== 1 ? `${name}_${axis}` : size)),
        ),
      );
    }
    return name;
  });
  return { feeds, weights, inputs: declared, names };
}

function boolTensor(name: string, dims: readonly number[], values: readonly number[]): TensorProto {
  const rawData = Uint8Array.from(values);
  return create(TensorProtoSchema, { name, dataType: TensorProto_DataType.BOOL, dims: dims.map(BigInt), rawData });
}

function spreadTensor(dims: readonly number[], from = -2, salt = 0, to = from < 0 ? -from : from + 2): Tensor {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return tensor(dims, spread(size, from, salt, to));
}

/**
 * Distinct values between the two, in an order that looks random: none of a symmetric range is 0, and adjacent values
 * are far enough apart that a small step does not change the order (so that kinks do not move).
 */
function spread(size: number, from: number, salt: number, to = -from): number[] {
  const order = Array.from({ length: size }, (_, i) => i).sort((a, b) => hash(a, salt) - hash(b, salt));
  return order.map((rank) => from + ((rank + 0.5) * (to - from)) / size);
}

/** Fractional parts of multiples of an irrational number: well distributed, and equal on every machine. */
function hash(index: number, salt: number): number {
  const product = (index + 1) * (0.6180339887498949 + salt * 0.0723);
  return product - Math.floor(product);
}
