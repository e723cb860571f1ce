/** What methods are written in: each operation is a stage that makes one array of others. */
import type { Chain, Value } from './chain.ts';

/** Gradients [N, C, H, W] → weights [N, C], the mean over space. */
export function channelWeights(chain: Chain, gradients: Value): Value {
  return chain.compute('channel-weights', [gradients]);
}

/** Weights [N, C] and activations [N, C, H, W] → maps [N, H, W], signed: Σc w[c]·A[c]. */
export function weightedSum(chain: Chain, weights: Value, activations: Value): Value {
  return chain.compute('weighted-sum', [weights, activations]);
}
