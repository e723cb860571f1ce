import { CamLensError } from '../errors.ts';
import { findAncestors, isStandardDomain, type GraphIndex } from '../onnx/graph.ts';
import { standardOperators } from '../onnx/operators.ts';
import type { Model, NodeProto } from '../onnx/messages.ts';
import { operatorName } from './rule.ts';

/**
 * No runtime runs an operator that is said to be ONNX's own and is not. Those of other domains, and functions that a file
 * brings along, are the runtime's business.
 * @throws CamLensError `operator-unsupported` naming node and operator
 */
export function checkOperators(model: Model, graph: GraphIndex, logits: string): void {
  const { nodes } = findAncestors(graph, logits);
  const optimised = nodes.find(({ domain }) => domain === optimisedDomain);
  if (optimised !== undefined) throw optimisedModel(optimised);
  const brought = new Set(model.functions.map(({ name }) => name));
  const isKnown = (operator: string): boolean => standardOperators.has(operator) || brought.has(operator);
  const node = nodes.find((each) => isStandardDomain(each.domain) && !isKnown(each.opType));
  if (node === undefined) return;
  const name = node.name || (node.output[0] ?? '');
  throw new CamLensError(
    'operator-unsupported',
    `ONNX has no operator "${node.opType}", which the node "${name}" asks for: no runtime could run this model.`,
  );
}

/** Layouts of memory that ONNX Runtime makes up for the processor it runs on. */
const optimisedDomain = 'com.microsoft.nchwc';

/** What ONNX Runtime's optimiser makes of several nodes. */
const fused: ReadonlySet<string> = new Set([
  'FusedConv',
  'FusedGemm',
  'FusedMatMul',
  'BiasGelu',
  'FastGelu',
  'QuickGelu',
]);

/** Whether a node is there only since ONNX Runtime optimised the file and saved it again. */
export function isOptimised({ domain, opType }: NodeProto): boolean {
  return domain === optimisedDomain || (domain === 'com.microsoft' && fused.has(opType));
}

/** `operator-unsupported`, naming the node and the way out. */
export function optimisedModel(node: NodeProto): CamLensError {
  return new CamLensError(
    'operator-unsupported',
    `The file was optimised by ONNX Runtime (its ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}" is ` +
      'no operator of ONNX). Take the file as it was exported, before the optimisation.',
  );
}
