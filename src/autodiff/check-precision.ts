/** Gradients are float32 throughout: refuses models that compute in other types, and says what to do instead. */
import { CamLensError } from '../errors.ts';
import type { Ancestors, GraphIndex } from '../onnx/graph.ts';
import { DataType, type NodeProto } from '../onnx/messages.ts';
import { operatorName } from './rule.ts';

const quantised: ReadonlySet<string> = new Set([
  ...['ConvInteger', 'DynamicQuantizeLinear', 'MatMulInteger', 'MatMulNBits'],
]);

/**
 * @param leading all that the logits depend on
 * @throws CamLensError `model-unsupported` naming a node or a weight
 */
export function checkPrecision(graph: GraphIndex, { nodes, values }: Ancestors): void {
  for (const node of nodes) if (isQuantised(node) || isUnpaired(graph, node)) throw quantisedModel(node);
  for (const [name, { dataType, dims }] of graph.initializers) {
    // A single number is cast somewhere; weights are not. The 16-bit formats are float32 by now (see onnx/widen.ts).
    if (dataType !== DataType.DOUBLE || dims.length === 0 || !values.has(name)) continue;
    throw new CamLensError(
      'model-unsupported',
      `The model computes in float64 (see its weight "${name}"): export it in float32.`,
    );
  }
}

function isQuantised({ opType }: NodeProto): boolean {
  return quantised.has(opType) || opType.startsWith('QLinear') || opType.startsWith('QGemm');
}

/** Integers must go directly from QuantizeLinear to DequantizeLinear: no operator between them has a gradient. */
function isUnpaired(graph: GraphIndex, { opType, input, output }: NodeProto): boolean {
  const [read = ''] = input;
  if (opType === 'DequantizeLinear') return graph.producers.get(read)?.opType !== 'QuantizeLinear';
  const readers = graph.consumers.get(output[0] ?? '') ?? [];
  return opType === 'QuantizeLinear' && !readers.every((reader) => reader.opType === 'DequantizeLinear');
}

function quantisedModel(node: NodeProto): CamLensError {
  const title = `the ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}"`;
  return new CamLensError(
    'model-unsupported',
    `The model is quantised to integers (${title}), which have no gradients. Use the float32 file ` +
      'it was made from, or one in QDQ format (QuantizeLinear and DequantizeLinear around float32 operators).',
  );
}
