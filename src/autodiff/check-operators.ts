import { CamLensError } from '../errors.ts';
import { findAncestors, isStandardDomain, type GraphIndex } from '../onnx/graph.ts';
import { standardOperators } from '../onnx/operators.ts';
import type { Model } from '../onnx/messages.ts';

/**
 * No runtime runs an operator that is said to be ONNX's own and is not. Those of other domains, and functions that a file
 * brings along, are the runtime's business.
 * @throws CamLensError `operator-unsupported` naming node and operator
 */
export function checkOperators(model: Model, graph: GraphIndex, logits: string): void {
  const brought = new Set(model.functions.map(({ name }) => name));
  const isKnown = (operator: string): boolean => standardOperators.has(operator) || brought.has(operator);
  const node = findAncestors(graph, logits).nodes.find(
    (each) => isStandardDomain(each.domain) && !isKnown(each.opType),
  );
  if (node === undefined) return;
  const name = node.name || (node.output[0] ?? '');
  throw new CamLensError(
    'operator-unsupported',
    `ONNX has no operator "${node.opType}", which the node "${name}" asks for: no runtime could run this model.`,
  );
}
