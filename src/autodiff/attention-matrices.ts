/** Finds the attention matrices of a transformer: each a Softmax of queries times keys (Vaswani 2017, eq. 1). */
import { intAttribute } from '../onnx/attributes.ts';
import { innerGraphs, isStandardDomain, valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Classifier } from './classifier.ts';
import { findGradientPath, type GradientPath } from './gradient-path.ts';
import { pointwise } from './layouts.ts';
import { products } from './matrix-product.ts';
import { ofUsualSize } from './usual-size.ts';

/** Whether a network has attention, and none of these values depends on it: they hold patches as they are embedded. */
export function precedeAttention(given: Classifier, values: readonly string[]): boolean {
  if (!given.graph.nodes.some(({ opType }) => opType === 'Softmax')) return false;
  const classifier = ofUsualSize(given);
  const path = findGradientPath(classifier);
  const attention = findSoftmaxes(path, classifier).filter(({ scores }) => scores.length > 0);
  const behind = new Set(attention.flatMap(({ node }) => node.output));
  for (const node of path.nodes) {
    if (valuesRead(node).some((name) => behind.has(name))) node.output.forEach((name) => behind.add(name));
  }
  return attention.length > 0 && !values.some((value) => behind.has(value));
}

export interface SoftmaxOfMatrices {
  readonly node: NodeProto;
  /** The products of two values that depend on the picture which it weighs, scaled, masked or biased. */
  readonly scores: readonly NodeProto[];
}

/** Those that weigh products, and all others over the last dimension of matrices: one of two dimensions is over classes. */
export function findSoftmaxes(path: GradientPath, classifier: Classifier): readonly SoftmaxOfMatrices[] {
  return path.nodes
    .filter(({ opType }) => opType === 'Softmax')
    .map((node) => ({ node, scores: productsWeighed(node, path, classifier) }))
    .filter(({ node, scores }) => {
      const rank = classifier.shapes.get(node.output[0] ?? '')?.length;
      return scores.length > 0 || ((rank === 3 || rank === 4) && isOverLast(node, rank));
    });
}

export function isOverLast(softmax: NodeProto, rank: number): boolean {
  const axis = intAttribute(softmax, 'axis') ?? -1;
  return axis === -1 || axis === rank - 1;
}

/** The first node whose attention, if it has any, cannot be read. */
export function findHiddenAttention({ nodes }: GradientPath): NodeProto | undefined {
  return nodes.find((node) => {
    const isForeign = !isStandardDomain(node.domain) && node.domain !== 'com.microsoft';
    return isForeign || node.opType.includes('Attention') || innerGraphs(node).length > 0;
  });
}

/**
 * The matrix product that applies attention to values, and its weights, which are the Softmax's output passed on;
 * undefined if anything else reads them.
 */
export function findMixing(
  softmax: NodeProto,
  { readers }: GradientPath,
): { readonly node: NodeProto; readonly weights: string } | undefined {
  for (let maker = softmax; ;) {
    const [weights = ''] = maker.output;
    const [reader, ...others] = readers.get(weights) ?? [];
    if (reader === undefined || others.length > 0) return undefined;
    if (products.has(reader.opType)) return { node: reader, weights };
    if (!keeping.has(reader.opType) || reader.input[0] !== weights) return undefined;
    maker = reader;
  }
}

function productsWeighed(
  softmax: NodeProto,
  { nodes, readers }: GradientPath,
  { graph }: Classifier,
): readonly NodeProto[] {
  const onPath = new Set(nodes);
  const waiting = [softmax.input[0] ?? ''];
  const seen = new Set(waiting);
  const found: NodeProto[] = [];
  for (const value of waiting) {
    const node = graph.producers.get(value);
    if (node === undefined || !onPath.has(node)) continue;
    const read = node.input.filter((name) => readers.has(name));
    if (products.has(node.opType)) {
      if (read.length === 2) found.push(node);
    } else if (pointwise.has(node.opType) || keeping.has(node.opType) || node.opType === 'Reshape') {
      for (const name of read) if (!seen.has(name)) waiting.push(name);
      read.forEach((name) => seen.add(name));
    }
  }
  return found;
}

/** Pass all entries on as they are. */
const keeping: ReadonlySet<string> = new Set(['Cast', 'CastLike', 'Dropout', 'Identity']);
