/** What the nodes of a graph must do at least: for the share of an adapter's ceilings that their kernels reach. */
import { intAttribute } from '../../onnx/attributes.ts';
import { floatValue } from '../../onnx/build.ts';
import { withGraph, type Model, type NodeProto } from '../../onnx/messages.ts';
import { inferGraph, type Shapes } from '../../onnx/shapes.ts';
import { own } from '../../own.ts';

export interface NodeWork {
  /** Read and written: every input and output once, 4 bytes a value. */
  readonly bytes: number;
  /** Arithmetic operations; a multiply-add counts as 2. */
  readonly operations: number;
}

/**
 * @param inputs dimensions of the graph's inputs, by name
 * @returns the work of each node, in the order of the graph; undefined if a size is not known
 */
export function worksOf(
  model: Model,
  inputs: Readonly<Record<string, readonly number[]>>,
): readonly (NodeWork | undefined)[] {
  const input = model.graph.input.map((value) => {
    const dims = own(inputs, value.name);
    return dims === undefined ? value : floatValue(value.name, dims);
  });
  const { shapes } = inferGraph(withGraph(model, { input }));
  return model.graph.node.map((node) => workOf(node, shapes));
}

function workOf(node: NodeProto, shapes: Shapes): NodeWork | undefined {
  const read = [...new Set(node.input)].filter((name) => name !== '').map((name) => sizesOf(name, shapes));
  const written = node.output.filter((name) => name !== '').map((name) => sizesOf(name, shapes));
  if (!read.every(isKnown) || !written.every(isKnown)) return undefined;
  const [first = [], second = []] = node.input.map((name) => sizesOf(name, shapes) ?? []);
  const made = sum(written.map(product));
  const counts = read.map(product);
  // Of what is looked up, only what is found must be read.
  const values = selections.has(node.opType) ? counts.map((count) => Math.min(count, made)) : counts;
  const operations = own(multiplyAdds, node.opType)?.({ node, first, second, made });
  return {
    bytes: 4 * (sum(values) + made),
    operations: operations === undefined ? Math.max(made, ...values.slice(0, 1)) : 2 * operations,
  };
}

const selections: ReadonlySet<string> = new Set(['Gather', 'GatherElements', 'GatherND', 'Slice', 'Split']);

interface Product {
  readonly node: NodeProto;
  /** Sizes of the first two inputs. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** Values of all outputs. */
  readonly made: number;
}

/** Operators that are sums of products, and the number of these. Weights are [out, in, …], transposed ones [in, out, …]. */
const multiplyAdds: Readonly<Record<string, (of: Product) => number>> = {
  Conv: ({ second, made }) => made * product(second.slice(1)),
  ConvTranspose: ({ first, second }) => product(first) * product(second.slice(1)),
  Gemm: ({ node, first, made }) => made * (first[intAttribute(node, 'transA') === 1 ? 0 : 1] ?? 0),
  MatMul: ({ first, made }) => made * (first.at(-1) ?? 0),
};

function sizesOf(name: string, shapes: Shapes): readonly number[] | undefined {
  const shape = shapes.get(name);
  return shape?.every((size) => typeof size === 'number') === true ? shape : undefined;
}

const isKnown = (sizes: readonly number[] | undefined): sizes is readonly number[] => sizes !== undefined;
const product = (sizes: readonly number[]): number => sizes.reduce((made, size) => made * size, 1);
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
