/** What methods need of a run of the network. */
import type { ReluRule } from '../../autodiff/rules/index.ts';
import type { Value } from '../chain/chain.ts';

/** What a method can be given; what it needs of this is there. */
export interface MethodValues extends Readonly<Record<Need, Value>> {
  /** What the network was fed, [N, 3, height, width], normalised. */
  readonly image: Value;
  /** The layer's, [N, C, H, W] */
  readonly activations: Value;
  /** ∂score/∂activations, [N, C, H, W] */
  readonly gradients: Value;
  /** The classifier's weights of the target class, [N, C]; only where nothing but global average pooling and one linear
   * layer lies between the layer and the score. */
  readonly classWeights: Value;
  /** ∂score/∂image, [N, 3, height, width]. */
  readonly inputGradients: Value;
  /** The same, going back through ReLU only where gradient and activation are positive. */
  readonly guidedGradients: Value;
  /** The same, going back through ReLU only where the gradient is positive. */
  readonly deconvGradients: Value;
}

/** What of a run of the network a method works on. */
export type Need =
  'image' | 'activations' | 'gradients' | 'classWeights' | 'inputGradients' | 'guidedGradients' | 'deconvGradients';

/** What a run of the network gives for each need: something of a layer, or the gradient at the input by one of ReLU's rules. */
export const needTable: Readonly<
  Record<
    Need,
    { readonly of: 'picture' } | { readonly of: 'layer' } | { readonly of: 'input'; readonly relu: ReluRule }
  >
> = {
  image: { of: 'picture' },
  activations: { of: 'layer' },
  gradients: { of: 'layer' },
  classWeights: { of: 'layer' },
  inputGradients: { of: 'input', relu: 'standard' },
  guidedGradients: { of: 'input', relu: 'guided' },
  deconvGradients: { of: 'input', relu: 'deconv' },
};

/** As much of a method as says what to run for it. */
export interface Needing {
  readonly title: string;
  readonly needs: readonly Need[];
}
