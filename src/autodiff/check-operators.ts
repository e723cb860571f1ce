import { CamLensError } from '../errors.ts';
import { isStandardDomain } from '../onnx/graph.ts';
import { standardOperators } from '../onnx/operators.ts';
import type { Model, NodeProto } from '../onnx/messages.ts';
import { operatorName } from './rule.ts';

/**
 * No runtime supports an operator that claims to be ONNX's own and is not. Operators of other domains, and functions
 * defined in the file, are left to the runtime.
 * @param nodes that the logits depend on
 * @throws CamLensError `operator-unsupported` naming node and operator
 */
export function checkOperators(model: Model, nodes: readonly NodeProto[]): void {
  const optimised = nodes.find(({ domain }) => domain === optimisedDomain);
  if (optimised !== undefined) throw optimisedModel(optimised);
  const brought = new Set(model.functions.map(({ name }) => name));
  const isKnown = (operator: string): boolean => standardOperators.has(operator) || brought.has(operator);
  const node = nodes.find((each) => isStandardDomain(each.domain) && !isKnown(each.opType));
  if (node === undefined) return;
  const name = node.name || (node.output[0] ?? '');
  throw new CamLensError(
    'operator-unsupported',
    `ONNX has no operator "${node.opType}", which node "${name}" uses: no runtime can run this model.`,
  );
}

/** Memory layouts that ONNX Runtime chooses for the processor it runs on. */
const optimisedDomain = 'com.microsoft.nchwc';

/** Operators into which ONNX Runtime's optimiser fuses several nodes. */
const fused: ReadonlySet<string> = new Set([
  ...[
    'Attention',
    'BiasAdd',
    'BiasDropout',
    'BiasGelu',
    'BiasSoftmax',
    'BiasSplitGelu',
    'DecoderMaskedMultiHeadAttention',
  ],
  ...['EmbedLayerNormalization', 'FastGelu', 'FusedConv', 'FusedGemm', 'FusedMatMul', 'FusedMatMulActivation'],
  ...['GatedRelativePositionBias', 'Gelu', 'GemmFastGelu', 'GroupNorm', 'GroupQueryAttention', 'MultiHeadAttention'],
  ...['NhwcConv', 'NhwcFusedConv', 'NhwcMaxPool', 'PackedAttention', 'PackedMultiHeadAttention', 'QuickGelu'],
  ...['RelativePositionBias', 'RotaryEmbedding', 'SkipGroupNorm', 'SkipLayerNormalization'],
  ...['SkipSimplifiedLayerNormalization', 'TransposeMatMul'],
]);

/** Whether a node exists only because ONNX Runtime optimised the file and saved it again. */
export function isOptimised({ domain, opType }: NodeProto): boolean {
  return domain === optimisedDomain || (domain === 'com.microsoft' && fused.has(opType));
}

/** `operator-unsupported`, naming the node and the remedy. */
export function optimisedModel(node: NodeProto): CamLensError {
  return new CamLensError(
    'operator-unsupported',
    `The file was optimised by ONNX Runtime (its ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}" is ` +
      'not an ONNX operator). Use the file as it was exported, before optimisation.',
  );
}
