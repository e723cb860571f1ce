import { findConstant, type GraphIndex } from '../../onnx/graph.ts';
import { intAttribute } from '../../onnx/attributes.ts';
import { DataType } from '../../onnx/messages.ts';
import type { Rule } from '../rule.ts';
import { endsGradients } from './no-gradient.ts';

/** A cast to the type of another value: as Cast, nothing is changed if that is float32; integers have no gradient. */
export const CastLike: Rule = (step) => [isFloat(step.builder.graph, step.input(1)) ? step.gradient() : undefined];

/** Whether a value of a float32 graph is float32, and not an integer or a truth value. */
function isFloat(graph: GraphIndex, value: string): boolean {
  const constant = findConstant(graph, value);
  if (constant !== undefined) return constant.dataType === (DataType.FLOAT as number);
  const node = graph.producers.get(value);
  // The picture.
  if (node === undefined) return true;
  if (node.opType === 'Cast') return (intAttribute(node, 'to') ?? DataType.FLOAT) === DataType.FLOAT;
  if (endsGradients(node)) return keepsType.has(node.opType) && isFloat(graph, node.input[0] ?? '');
  const typed = node.opType === 'Where' || node.opType === 'CastLike' ? 1 : 0;
  return isFloat(graph, node.input[typed] ?? '');
}

/** Of the operators without a gradient, those whose outputs have the type of their input. */
const keepsType: ReadonlySet<string> = new Set(['Ceil', 'Floor', 'Round', 'Sign']);
