/**
 * Over ONNX's operator sets, axes moved from an attribute to an input, at a different version for each operator. Only
 * this file reads and writes them.
 */
import { intsAttribute } from './attributes.ts';
import { findInts, type GraphIndex } from './graph.ts';
import { limits } from './limits.ts';
import type { NodeProto } from './messages.ts';

/** The operator set from which an operator takes its axes as an input. */
export const axesAsInputSince = {
  ReduceMax: 18,
  ReduceMean: 18,
  ReduceProd: 18,
  ReduceSum: 13,
  Squeeze: 13,
  Unsqueeze: 13,
} as const;

export type OperatorWithAxes = keyof typeof axesAsInputSince;

/**
 * Undefined if none are given, or they are known only at run time; negative ones are counted from the end of `rank`.
 */
export function readAxes(graph: GraphIndex, node: NodeProto, rank: number): readonly number[] | undefined {
  const second = node.input[1] ?? '';
  const axes = second === '' ? intsAttribute(node, 'axes') : findInts(graph, second, limits.rank);
  if (axes === undefined || axes.length > limits.rank) return undefined;
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

/** Whether the node gives no axes (which most operators treat as all axes). */
export function hasNoAxes(node: NodeProto): boolean {
  return (node.input[1] ?? '') === '' && intsAttribute(node, 'axes') === undefined;
}
