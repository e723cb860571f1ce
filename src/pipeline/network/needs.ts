/** What methods need from a run of the network. */
import type { ReluRule } from '../../autodiff/rules/index.ts';
import type { Value } from '../chain/chain.ts';

/** Everything a method may use; present if the method needs it. */
export interface MethodValues extends Readonly<Record<Need, Value>> {
  /** The network's input, [N, 3, height, width], normalised. */
  readonly image: Value;
  /** The layer's, [N, C, H, W] */
  readonly activations: Value;
  /** ∂score/∂activations, [N, C, H, W] */
  readonly gradients: Value;
  /**
   * The classifier's weights for the target class, [N, C]; only if global average pooling and one linear layer are all
   * that is between the layer and the score.
   */
  readonly classWeights: Value;
  /** ∂score/∂image, [N, 3, height, width]. */
  readonly inputGradients: Value;
  /** The same, passing back through ReLU only where gradient and activation are positive. */
  readonly guidedGradients: Value;
  /** The same, passing back through ReLU only where the gradient is positive. */
  readonly deconvGradients: Value;
  /** Attention rollout: how much of each position reaches the tokens that the scores read, [N, h, w]. */
  readonly rollout: Value;
}

/** The results of a run of the network that methods can use. */
export type Need =
  | 'image'
  | 'activations'
  | 'gradients'
  | 'classWeights'
  | 'inputGradients'
  | 'guidedGradients'
  | 'deconvGradients'
  | 'rollout';

/**
 * What a run of the network provides for each need: something of a layer, the gradient at the input with one of the
 * ReLU rules, or the rollout of its attention.
 */
export const needTable: Readonly<
  Record<Need, { readonly of: 'picture' | 'layer' | 'attention' } | { readonly of: 'input'; readonly relu: ReluRule }>
> = {
  image: { of: 'picture' },
  activations: { of: 'layer' },
  gradients: { of: 'layer' },
  classWeights: { of: 'layer' },
  inputGradients: { of: 'input', relu: 'standard' },
  guidedGradients: { of: 'input', relu: 'guided' },
  deconvGradients: { of: 'input', relu: 'deconv' },
  rollout: { of: 'attention' },
};

/** The part of a method that determines which runs it needs. */
export interface Needing {
  readonly title: string;
  /** Whether it makes a map for each layer, or one map that depends on no layer. */
  readonly at: 'layer' | 'input';
  readonly needs: readonly Need[];
}
