/** What a method is: where it comes from, what it needs, and its map in the vocabulary of the stages. */
import type { Chain, Value } from '../chain.ts';

/** What a method can be given at a layer. */
export interface LayerValues {
  /** [N, C, H, W] */
  readonly activations: Value;
  /** ∂score/∂activations, [N, C, H, W] */
  readonly gradients: Value;
  /** The classifier's weights of the target class, [N, C]; only where nothing but global average pooling and one linear
   * layer lies between the layer and the score. */
  readonly classWeights: Value;
}

export type Need = keyof LayerValues;

export interface Method<Needs extends Need = Need> {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly formula: string;
  /** What a user should know before believing it. */
  readonly caution?: string;
  readonly needs: readonly Needs[];
  /** Negative values of the raw map are no evidence for the class and become 0 before upsampling. */
  readonly rectify: boolean;
  /** The raw map, [N, H, W], signed. */
  map(chain: Chain, values: Pick<LayerValues, Needs>): Value;
}
