/** Gradients are float32 from end to end: what else a model may compute in, and what to do about it. */
import { CamLensError } from '../errors.ts';
import { findAncestors, type GraphIndex } from '../onnx/graph.ts';
import { DataType, type NodeProto } from '../onnx/messages.ts';
import { operatorName } from './rule.ts';

const otherFloats: Readonly<Partial<Record<number, string>>> = {
  [DataType.FLOAT16]: 'float16',
  [DataType.BFLOAT16]: 'bfloat16',
  [DataType.DOUBLE]: 'float64',
};

const quantised: ReadonlySet<string> = new Set([
  ...['ConvInteger', 'DequantizeLinear', 'DynamicQuantizeLinear', 'MatMulInteger', 'MatMulNBits', 'QuantizeLinear'],
]);

/** @throws CamLensError `model-unsupported` naming a node or a weight on the way to the logits */
export function checkPrecision(graph: GraphIndex, logits: string): void {
  const { nodes, values } = findAncestors(graph, logits);
  for (const node of nodes) if (isQuantised(node)) throw quantisedModel(node);
  for (const [name, { dataType, dims }] of graph.initializers) {
    const type = otherFloats[dataType];
    // A lone number of another type is cast somewhere; weights are not.
    if (type === undefined || dims.length === 0 || !values.has(name)) continue;
    throw new CamLensError(
      'model-unsupported',
      `The model computes in ${type} (its weight "${name}" does): export it in float32.`,
    );
  }
}

function isQuantised({ opType }: NodeProto): boolean {
  return quantised.has(opType) || opType.startsWith('QLinear') || opType.startsWith('QGemm');
}

function quantisedModel(node: NodeProto): CamLensError {
  const title = `the ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}"`;
  return new CamLensError(
    'model-unsupported',
    `The model is quantised to integers (${title}), and no gradient goes through those. Explain the float32 model that ` +
      'it was made from.',
  );
}
