/** Finds what attention rollout multiplies: the attention of every block to all tokens of one grid; or why it cannot. */
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import {
  findHiddenAttention,
  findMixing,
  findSoftmaxes,
  isOverLast,
  type SoftmaxOfMatrices,
} from './attention-matrices.ts';
import type { Classifier } from './classifier.ts';
import { countOf, isSameGrid, letters, type Layout, type Tokens } from './factors.ts';
import { findGradientPath, type GradientPath } from './gradient-path.ts';
import { tokensOf } from './layouts.ts';
import { layoutsOf } from './maps.ts';
import { products, readMixed, readScores, type OperandAxis } from './matrix-product.ts';
import { operatorName } from './rule.ts';
import { findTokensRead } from './tokens-read.ts';

/** The attention of a block, [N, heads, tokens, tokens]; of one head, [N, tokens, tokens]; or [heads, tokens, tokens] of one picture. */
export interface AttentionMatrices {
  readonly value: string;
  readonly heads: 'first' | 'second' | 'none';
}

export interface Rollout {
  /** From the first block to the last; each attends to what the one before it made. */
  readonly matrices: readonly AttentionMatrices[];
  /** Of every block. */
  readonly tokens: Tokens;
  /** Indices of the tokens that the scores read. */
  readonly rows: readonly number[];
}

export interface RolloutRefused {
  /** A sentence for users. */
  readonly reason: string;
}

export function findRollout(classifier: Classifier): Rollout | RolloutRefused {
  const path = findGradientPath(classifier);
  const hidden = findHiddenAttention(path);
  if (hidden !== undefined) {
    const title = `the ${operatorName(hidden)} node "${nameOf(hidden)}"`;
    return {
      reason: `Attention rollout needs the attention matrices of all blocks, but those inside ${title}, if any, cannot be read.`,
    };
  }
  const candidates = findSoftmaxes(path, classifier);
  if (!candidates.some(({ scores }) => scores.length > 0)) {
    return {
      reason: 'Attention rollout needs attention matrices, a Softmax of queries times keys; the model has none.',
    };
  }
  const layouts = layoutsOf(classifier);
  const depths = attentionDepths(path, new Set(candidates.map(({ node }) => node)));
  const found: Attention[] = [];
  const known = new Set<NodeProto>();
  for (const [place, candidate] of candidates.entries()) {
    const why = (what: string): RolloutRefused => ({
      reason: `Attention rollout needs the attention of all tokens of one grid to each other, but that of the Softmax node "${nameOf(candidate.node)}" ${what}.`,
    });
    const own = readAttention(candidate, path, classifier, layouts);
    if (typeof own === 'string') return why(own);
    const { tokens } = found[0] ?? own;
    if (!isSameGrid(own.tokens, tokens)) {
      return why(`is of ${gridWords(own.tokens)}, while that of others is of ${gridWords(tokens)}`);
    }
    if (depths.get(candidate.node) !== place) return why('does not follow that of the block before it');
    found.push(own);
    for (const node of [...candidate.scores, own.mixing]) known.add(node);
  }
  const other = path.nodes.find((node) => isProduct(node, path) && !known.has(node));
  if (other !== undefined) {
    return {
      reason: `Attention rollout needs all that mixes tokens by their contents to be a Softmax of queries times keys, but the ${other.opType} node "${nameOf(other)}" multiplies other matrices.`,
    };
  }
  const [{ tokens }, { mixing, mixed }] = [found[0]!, found.at(-1)!];
  const read = findTokensRead({ classifier, path, layouts, tokens, mixing, mixed });
  return 'reason' in read ? read : { matrices: found, tokens, rows: read.rows };
}

interface Attention extends AttentionMatrices {
  readonly tokens: Tokens;
  /** The product that applies it to values, and the layout of what it makes. */
  readonly mixing: NodeProto;
  readonly mixed: Layout;
}

/** What is wrong with it, to be said of the attention of a node, if it is not that of all tokens to each other. */
function readAttention(
  { node, scores }: SoftmaxOfMatrices,
  path: GradientPath,
  { shapes, image }: Classifier,
  layouts: ReadonlyMap<string, Layout>,
): Attention | string {
  const [value = ''] = node.output;
  if (scores.length === 0) return 'is not a product of queries and keys';
  const shape = shapes.get(value);
  if (shape === undefined) return 'has a number of dimensions that is not known';
  if (shape.length < 3 || shape.length > 4) return `has ${shape.length} dimensions instead of 3 or 4`;
  if (!isOverLast(node, shape.length)) return 'is not normalised over the last dimension, that of keys';
  const [queries, keys] = shape.slice(-2).map(knownSize);
  if (queries === undefined || keys === undefined) return 'has a size that is not known';
  if (queries !== keys) return `is ${queries} × ${keys}, queries × keys`;
  const operands = scores.map((product) => ({ product, read: readScores(product, shapes) }));
  let tokens: Tokens | undefined;
  for (const { product, read } of operands) {
    const sizes = shapes.get(product.output[0] ?? '')?.slice(-2);
    if (read === undefined || sizes?.[0] !== queries || sizes[1] !== keys)
      return 'is not a product of queries and keys';
    for (const operand of [read.queries, read.keys]) {
      const own = tokensAlong(operand, layouts, keys);
      if (typeof own === 'string') return own;
      if (tokens !== undefined && !isSameGrid(own, tokens)) {
        return `compares ${gridWords(tokens)} with ${gridWords(own)}`;
      }
      tokens = own;
    }
  }
  const [first] = operands;
  const leading = first?.read?.leading.map((axis) => layouts.get(first.read?.queries.value ?? '')?.[axis] ?? []) ?? [];
  const heads = headsOf(shape, leading, knownSize(shapes.get(image)?.[0]));
  if (heads === undefined) return 'mixes pictures and heads in one dimension';
  const mixing = findMixing(node, path);
  const product = mixing && readMixed(mixing.node, mixing.weights, shapes);
  if (mixing === undefined || product === undefined) {
    return 'does not go, as it is, into one matrix product with values';
  }
  const given = tokensAlong(product.values, layouts, keys);
  if (typeof given === 'string' || tokens === undefined || !isSameGrid(given, tokens)) {
    return 'weighs values that are not those of the same tokens';
  }
  const mixed = product.layout(layouts.get(product.values.value) ?? []);
  if (mixed === undefined) return 'weighs values whose heads are not known';
  return { value, heads, tokens, mixing: mixing.node, mixed };
}

/** The tokens that an axis of a value counts; or what it counts instead. */
function tokensAlong(
  { value, axis }: OperandAxis,
  layouts: ReadonlyMap<string, Layout>,
  size: number,
): Tokens | string {
  const factors = layouts.get(value)?.[axis];
  if (factors === undefined) return `is of ${size} tokens whose order is not known`;
  if (letters(factors).includes('C')) return 'is of channels to each other';
  const tokens = tokensOf(factors);
  if (tokens === undefined) return `is of ${size} tokens that are not one grid, as in windows`;
  return countOf(tokens) === size ? tokens : `is of ${size} tokens, which are not all ${countOf(tokens)}`;
}

/** Where the heads are; undefined if that is not known for each picture. */
function headsOf(
  shape: Shape,
  [first = [], second = []]: Layout,
  batch: number | undefined,
): AttentionMatrices['heads'] | undefined {
  const [a, b] = [letters(first), letters(second)];
  if (shape.length === 4) {
    const isPictures = a === 'N' || (batch === 1 && shape[0] === 1);
    return isPictures && /^C*$/.test(b) ? 'second' : undefined;
  }
  if (a === 'N') return 'none';
  return batch === 1 && /^N?C*$/.test(a) ? 'first' : undefined;
}

/** Whether a node multiplies two values that depend on the picture. */
function isProduct({ opType, input }: NodeProto, { readers }: GradientPath): boolean {
  return products.has(opType) && input.filter((name) => readers.has(name)).length > 1;
}

/** By node: how many of these come before it on the longest path. */
function attentionDepths({ nodes }: GradientPath, attention: ReadonlySet<NodeProto>): ReadonlyMap<NodeProto, number> {
  const behind = new Map<string, number>();
  const depths = new Map<NodeProto, number>();
  for (const node of nodes) {
    const depth = valuesRead(node).reduce((most, name) => Math.max(most, behind.get(name) ?? 0), 0);
    if (attention.has(node)) depths.set(node, depth);
    for (const name of node.output) behind.set(name, depth + Number(attention.has(node)));
  }
  return depths;
}

function nameOf({ name, output }: NodeProto): string {
  return name || (output[0] ?? '');
}

function gridWords(tokens: Tokens): string {
  const { before, after, height, width } = tokens;
  const others = before + after === 0 ? '' : ` ${before} before and ${after} behind`;
  return `${countOf(tokens)} tokens,${others} a grid of ${width} × ${height}`;
}
