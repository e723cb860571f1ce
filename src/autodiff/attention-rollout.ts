/**
 * Attention rollout (Abnar and Zuidema 2020, Quantifying Attention Flow in Transformers, eq. 1): with A[b] the attention
 * of block b, the mean over its heads, and Ã[b] = 0.5 A[b] + 0.5 I, whose rows sum to 1 as those of A[b] do, the rollout
 * is Ã[last] ··· Ã[1]. Its entry i, j tells how much of input token j reaches token i through attention and residual
 * connections. Only the rows of the tokens that the scores read are computed, so a block costs a product of a vector
 * and a matrix.
 */
import { CamLensError } from '../errors.ts';
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { softmaxesOfMatrices, weighsProducts } from './attention-matrices.ts';
import type { Classifier } from './classifier.ts';
import type { Tokens } from './factors.ts';
import { findGradientPath, type GradientPath } from './gradient-path.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { tokensOf } from './layouts.ts';
import { layoutsOf } from './maps.ts';
import { findTokensRead } from './unread-positions.ts';
import { ofUsualSize } from './usual-size.ts';

/** Why there is no rollout, as a sentence for users; undefined if there is one. */
export function rolloutRefusal(classifier: Classifier): string | undefined {
  const found = findRollout(ofUsualSize(classifier));
  return 'reason' in found ? found.reason : undefined;
}

/**
 * @returns the mean of the rows of the tokens that the scores read (the class token's, if they read no other; of all
 *   positions where they read positions), at the positions: a value of the graph, [N, h, w]
 * @throws CamLensError `operator-unsupported` if there are no attention matrices over all tokens of one grid
 */
export function emitRollout(builder: GraphBuilder, classifier: Classifier): string {
  const found = findRollout(classifier);
  if ('reason' in found) throw new CamLensError('operator-unsupported', found.reason);
  const { matrices, tokens, rows } = found;
  const emit = (opType: 'MatMul' | 'Mul' | 'Add' | 'Slice' | 'Reshape', inputs: (string | number)[]): string =>
    builder.emit(opType, inputs, {}, 'rollout');
  const count = countOf(tokens);
  // Of one picture alone, whose heads come first, the dimension is kept in the place of the pictures'.
  const emitMean = ({ value, rank }: AttentionMatrices): string =>
    builder.emitOverAxes('ReduceMean', value, [rank - 3], { keepdims: { int: rank === 3 ? 1 : 0 } }, 'rollout');
  const start = Array.from({ length: count }, (_, token) => (rows.includes(token) ? 1 / rows.length : 0));
  const rolled = matrices.reduceRight(
    (row, block) => {
      const mean = emitMean(block);
      return emit('Add', [emit('Mul', [row, 0.5]), emit('Mul', [emit('MatMul', [row, mean]), 0.5])]);
    },
    builder.floats(start, [1, 1, count]),
  );
  const { before, height, width } = tokens;
  const ends = [before, before + height * width, 2, 1].map((each) => builder.ints([each]));
  const own = height * width === count ? rolled : emit('Slice', [rolled, ...ends]);
  return emit('Reshape', [own, builder.ints([-1, height, width])]);
}

/** The attention of a block: [N, heads, tokens, tokens], or [heads, tokens, tokens] of one picture. */
interface AttentionMatrices {
  readonly value: string;
  readonly rank: number;
}

interface Rollout {
  /** From the first block to the last; each attends to what the one before it made. */
  readonly matrices: readonly AttentionMatrices[];
  /** Of every block. */
  readonly tokens: Tokens;
  /** Indices of the tokens that the scores read. */
  readonly rows: readonly number[];
}

function findRollout(classifier: Classifier): Rollout | { readonly reason: string } {
  const { shapes } = classifier;
  const path = findGradientPath(classifier);
  const candidates = softmaxesOfMatrices(path, shapes);
  const isAttention = (node: NodeProto): boolean => weighsProducts(node, path, classifier);
  if (!candidates.some(isAttention)) {
    return {
      reason: 'Attention rollout needs attention matrices, a Softmax of queries times keys; the model has none.',
    };
  }
  const layouts = layoutsOf(classifier);
  const depths = attentionDepths(path, new Set(candidates));
  let tokens: Tokens | undefined;
  for (const [place, node] of candidates.entries()) {
    const why = (what: string): { readonly reason: string } => ({
      reason: `Attention rollout needs the attention of all tokens of one grid to each other, but that of the Softmax node "${node.name || (node.output[0] ?? '')}" ${what}.`,
    });
    if (!isAttention(node)) return why('is not a product of queries and keys');
    const shape = shapes.get(node.output[0] ?? '') ?? [];
    const [queries, keys] = shape.slice(-2).map(knownSize);
    if (queries === undefined || keys === undefined) return why('has a size that is not known');
    if (queries !== keys) return why(`is ${queries} × ${keys}, queries × keys`);
    const own = tokensBefore(node, classifier);
    if (own === undefined) return why(`is of ${keys} tokens that are not one grid, as in windows`);
    if (countOf(own) !== keys) return why(`is of ${keys} tokens, which are not all ${countOf(own)}`);
    tokens ??= own;
    if (!isSameGrid(own, tokens))
      return why(`is of ${gridWords(own)}, while that of others is of ${gridWords(tokens)}`);
    if (!isByPicture(shape, shapes.get(classifier.image))) return why('mixes pictures and heads in one dimension');
    if (depths.get(node) !== place) return why('does not follow that of the block before it');
  }
  const read = findTokensRead(path, classifier, layouts);
  const { before, height, width } = tokens!;
  const positions = Array.from({ length: height * width }, (_, at) => before + at);
  const matrices = candidates.map((node) => ({
    value: node.output[0] ?? '',
    rank: shapes.get(node.output[0] ?? '')?.length ?? 4,
  }));
  return { matrices, tokens: tokens!, rows: read.length > 0 ? read : positions };
}

/** The tokens of the nearest values before a node that hold tokens; undefined if there are none, or several kinds. */
function tokensBefore(node: NodeProto, classifier: Classifier): Tokens | undefined {
  const { graph } = classifier;
  const layouts = layoutsOf(classifier);
  const waiting = [...valuesRead(node)];
  const seen = new Set(waiting);
  let found: Tokens | undefined;
  for (const value of waiting) {
    const [tokens] = (layouts.get(value) ?? []).flatMap((factors) => tokensOf(factors) ?? []);
    if (tokens !== undefined) {
      if (found !== undefined && !isSameGrid(found, tokens)) return undefined;
      found = tokens;
      continue;
    }
    const maker = graph.producers.get(value);
    for (const name of maker === undefined ? [] : valuesRead(maker)) {
      if (!seen.has(name)) waiting.push(name);
      seen.add(name);
    }
  }
  return found;
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

function countOf({ before, after, height, width }: Tokens): number {
  return before + height * width + after;
}

function isSameGrid(a: Tokens, b: Tokens): boolean {
  return a.before === b.before && a.after === b.after && a.height === b.height && a.width === b.width;
}

function gridWords({ height, width }: Tokens): string {
  return `a grid of ${width} × ${height}`;
}

/** In [heads · N, tokens, tokens] the order of heads and pictures is not known, unless there is one picture. */
function isByPicture(shape: Shape, image: Shape | undefined): boolean {
  const [first, batch] = [knownSize(shape[0]), knownSize(image?.[0])];
  return shape.length === 3 ? batch === 1 : first === undefined || first === batch;
}
