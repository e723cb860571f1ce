/** What a method is: where it comes from, what it needs, and its map in the vocabulary of the stages. */
import type { ReluRule } from '../../../autodiff/rules/index.ts';
import type { Chain, Value } from '../../chain/chain.ts';
import type { Passes } from '../passes.ts';

/** What a method can be given; what it needs of this is there. */
export interface MethodValues {
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

export type Need = keyof MethodValues;

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

/** The layer that explanations of methods which look at no layer are said to be of. */
export const inputLayer = 'input';

export interface Method<Needs extends Need = Need> {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly formula: string;
  /** What a user should know before believing it. */
  readonly caution?: string;
  /** `layer`: a map for each layer; `input`: one, which depends on no layer. */
  readonly at: 'layer' | 'input';
  readonly needs: readonly Needs[];
  /** It runs the network again and again: seconds to minutes, with progress, and can be stopped. */
  readonly isSlow?: true;
  /** Negative values of the raw map are no evidence for the class and become 0 before upsampling. */
  readonly rectify: boolean;
  /** The raw map, [N, H, W], signed; of any resolution. `passes` is for methods that run the network again. */
  map(chain: Chain, values: Pick<MethodValues, Needs>, passes: Passes): Value | Promise<Value>;
}
