/**
 * Attention rollout (Abnar and Zuidema 2020, Quantifying Attention Flow in Transformers, eq. 1): with A[b] the attention
 * of block b, the mean over its heads, and Ã[b] = 0.5 A[b] + 0.5 I, whose rows sum to 1 as those of A[b] do, the rollout
 * is Ã[last] ··· Ã[1]. Its entry i, j tells how much of input token j reaches token i through attention and residual
 * connections. Only the rows of the tokens that the scores read are computed, so a block costs a product of a vector
 * and a matrix.
 */
import { CamLensError } from '../errors.ts';
import type { Classifier } from './classifier.ts';
import { countOf } from './factors.ts';
import { findRollout, type AttentionMatrices } from './find-rollout.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { ofUsualSize } from './usual-size.ts';

/** Why there is no rollout, as a sentence for users; undefined if there is one. */
export function rolloutRefusal(classifier: Classifier): string | undefined {
  const found = findRollout(ofUsualSize(classifier));
  return 'reason' in found ? found.reason : undefined;
}

/**
 * @returns the mean of the rows of the tokens that the scores read (the class token's, if they read no other; those of all
 *   patches where they read their mean), at the positions: a value of the graph, [N, h, w]
 * @throws CamLensError `operator-unsupported` if there are no attention matrices over all tokens of one grid, or it
 *   is not known which tokens the scores read
 */
export function emitRollout(builder: GraphBuilder, classifier: Classifier): string {
  const found = findRollout(classifier);
  if ('reason' in found) throw new CamLensError('operator-unsupported', found.reason);
  const { matrices, tokens, rows } = found;
  const emit = (opType: 'MatMul' | 'Mul' | 'Add' | 'Slice' | 'Reshape', inputs: (string | number)[]): string =>
    builder.emit(opType, inputs, {}, 'rollout');
  const count = countOf(tokens);
  // Of one picture alone, whose heads come first, the dimension is kept in the place of the pictures'.
  const emitMean = ({ value, heads }: AttentionMatrices): string => {
    if (heads === 'none') return value;
    const [axis, keepdims] = heads === 'first' ? [0, 1] : [1, 0];
    return builder.emitOverAxes('ReduceMean', value, [axis], { keepdims: { int: keepdims } }, 'rollout');
  };
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
