/** The outputs of the network for one batch, as stage values. */
import type { Value } from '../chain/chain.ts';
import type { MethodValues } from '../network/needs.ts';

export interface RunValues {
  /** [N, classes] */
  readonly logits: Value;
  /** What the methods need at a layer, including gradients at the input. */
  values(layer: string): MethodValues;
  /** [N, C, H, W] of a layer whose activations were requested, whatever the methods need. */
  activations(layer: string): Value;
  /** Releases the network's tensors. */
  release(): void;
}
