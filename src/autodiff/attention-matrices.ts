/** Finds the attention matrices of a transformer: each a Softmax of queries times keys (Vaswani 2017, eq. 1). */
import { intAttribute } from '../onnx/attributes.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { Classifier } from './classifier.ts';
import { findGradientPath, type GradientPath } from './gradient-path.ts';
import { pointwise } from './layouts.ts';
import { ofUsualSize } from './usual-size.ts';

/** Whether a network has attention, and none of these values depends on it: they hold patches as they are embedded. */
export function precedeAttention(given: Classifier, values: readonly string[]): boolean {
  if (!given.graph.nodes.some(({ opType }) => opType === 'Softmax')) return false;
  const classifier = ofUsualSize(given);
  const path = findGradientPath(classifier);
  const attention = softmaxesOfMatrices(path, classifier.shapes).filter((node) =>
    weighsProducts(node, path, classifier),
  );
  const behind = new Set(attention.flatMap(({ output }) => output));
  for (const node of path.nodes) {
    if (valuesRead(node).some((name) => behind.has(name))) node.output.forEach((name) => behind.add(name));
  }
  return attention.length > 0 && !values.some((value) => behind.has(value));
}

/** Those over the last dimension of matrices; a Softmax of two dimensions is over classes. */
export function softmaxesOfMatrices({ nodes }: GradientPath, shapes: Shapes): readonly NodeProto[] {
  return nodes.filter((node) => node.opType === 'Softmax' && isOfMatrices(node, shapes.get(node.output[0] ?? '')));
}

function isOfMatrices(node: NodeProto, shape: Shape | undefined): boolean {
  const axis = intAttribute(node, 'axis') ?? -1;
  const rank = shape?.length;
  return (rank === 3 || rank === 4) && (axis === -1 || axis === rank - 1);
}

/** Whether a Softmax is of a product of two values that depend on the picture, scaled, masked or biased. */
export function weighsProducts(softmax: NodeProto, { nodes, readers }: GradientPath, { graph }: Classifier): boolean {
  const onPath = new Set(nodes);
  const waiting = [softmax.input[0] ?? ''];
  const seen = new Set(waiting);
  for (const value of waiting) {
    const node = graph.producers.get(value);
    if (node === undefined || !onPath.has(node)) continue;
    const read = node.input.filter((name) => readers.has(name));
    if (products.has(node.opType)) {
      if (read.length === 2) return true;
    } else if (pointwise.has(node.opType) || passing.has(node.opType)) {
      for (const name of read) if (!seen.has(name)) waiting.push(name);
      read.forEach((name) => seen.add(name));
    }
  }
  return false;
}

const products: ReadonlySet<string> = new Set(['MatMul', 'Einsum']);
const passing: ReadonlySet<string> = new Set(['Cast', 'Dropout', 'Identity', 'Reshape']);
