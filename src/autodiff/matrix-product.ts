/** Which axes of its operands a product of matrices joins: MatMul, or Einsum with the same meaning. */
import { stringAttribute } from '../onnx/attributes.ts';
import { readEquation, type Equation } from '../onnx/einsum.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { Layout } from './factors.ts';

export interface OperandAxis {
  readonly value: string;
  readonly axis: number;
}

/** Of products of two values that depend on the picture. */
export const products: ReadonlySet<string> = new Set(['MatMul', 'Einsum']);

export interface Scores {
  readonly queries: OperandAxis;
  readonly keys: OperandAxis;
  /** Axes of the queries that the result has before its rows and columns; −1 for one that they lack. */
  readonly leading: readonly number[];
}

/** Queries times keys: the operands whose axes become the rows and columns of the result; undefined if it is another product. */
export function readScores(node: NodeProto, shapes: Shapes): Scores | undefined {
  const equation = equationOf(node, shapes);
  const [row, column] = [equation?.result.at(-2), equation?.result.at(-1)];
  if (equation === undefined || row === undefined || column === undefined) return undefined;
  const { operands, result } = equation;
  const [a, b] = [row, column].map((letter) => operands.findIndex((letters) => letters.includes(letter)));
  const [rows, columns] = [operands[a ?? -1], operands[b ?? -1]];
  if (rows === undefined || columns === undefined || rows.includes(column) || columns.includes(row)) return undefined;
  return {
    queries: { value: node.input[a ?? -1] ?? '', axis: rows.indexOf(row) },
    keys: { value: node.input[b ?? -1] ?? '', axis: columns.indexOf(column) },
    leading: Array.from(result.slice(0, -2), (letter) => rows.indexOf(letter)),
  };
}

export interface Mixed {
  /** The values that are mixed, and the axis of their tokens. */
  readonly values: OperandAxis;
  /** Of the result, which has the tokens of the queries in place of those of the values, in a layout of the values. */
  readonly layout: (values: Layout) => Layout | undefined;
}

/** Weights [..., queries, keys] times values, summed over the keys alone; undefined if it is another product. */
export function readMixed(node: NodeProto, weights: string, shapes: Shapes): Mixed | undefined {
  const equation = equationOf(node, shapes);
  const place = node.input.indexOf(weights);
  if (equation === undefined || place < 0 || (node.opType === 'MatMul' && place > 0)) return undefined;
  const { operands, result } = equation;
  const [own = '', other = ''] = [operands[place], operands[1 - place]];
  const [query = '', key = ''] = [own.at(-2), own.at(-1)];
  const value = node.input[1 - place] ?? '';
  const keeps = Array.from(own).every((letter) => result.includes(letter) === (letter !== key));
  if (own.length < 2 || value === weights || !keeps || !other.includes(key) || other.includes(query)) return undefined;
  const layout = (values: Layout): Layout | undefined => {
    const axes = Array.from(result, (letter) => other.indexOf(letter === query ? key : letter));
    const [from = [], to = []] = [value, node.output[0] ?? ''].map((name) => shapes.get(name));
    const isRepeated = axes.some((axis, i) => from[axis] === 1 && to[i] !== 1);
    return isRepeated || axes.includes(-1) ? undefined : axes.map((axis) => values[axis] ?? []);
  };
  return { values: { value, axis: other.indexOf(key) }, layout };
}

/** Of two operands, each a matrix or more. */
function equationOf(node: NodeProto, shapes: Shapes): Equation | undefined {
  const ranks = node.input.map((name) => shapes.get(name)?.length ?? 0);
  if (ranks.length !== 2 || !products.has(node.opType) || ranks.some((rank) => rank < 2)) return undefined;
  return readEquation(
    node.opType === 'MatMul' ? '...ij,...jk->...ik' : (stringAttribute(node, 'equation') ?? ''),
    ranks,
  );
}
