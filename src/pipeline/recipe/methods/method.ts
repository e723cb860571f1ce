/** The definition of a method: its source, its needs, and its map as stage operations. */
import type { Chain, Value } from '../../chain/chain.ts';
import type { MethodValues, Need } from '../../network/needs.ts';
import type { Reruns } from '../reruns.ts';

/** The layer name used for explanations of methods that use no layer. */
export const inputLayer = 'input';

/** Information about a method. */
export interface MethodFacts<Needs extends Need = Need> {
  /** Stable, such as `grad-cam`. */
  readonly name: string;
  /** For users, such as "Grad-CAM". */
  readonly title: string;
  /** Authors, title and year. */
  readonly paper: string;
  /** In one line. */
  readonly formula: string;
  /** What to know before trusting it. */
  readonly caution?: string;
  /** `layer`: a map for each layer; `input`: one map, which depends on no layer. */
  readonly at: 'layer' | 'input';
  /** The outputs of the network that it uses. */
  readonly needs: readonly Needs[];
  /** It uses a layer, but its map has the resolution of the network's input. */
  readonly isFine?: true;
  /** It runs the network many times: takes seconds to minutes, reports progress, and can be stopped. */
  readonly isSlow?: true;
  /** Negative values of the raw map are not evidence for the class, and become 0 before upsampling. */
  readonly rectify: boolean;
}

export interface Method<Needs extends Need = Need> extends MethodFacts<Needs> {
  /** The raw map, [N, H, W], signed; of any resolution. `reruns` is for methods that run the network again. */
  map(chain: Chain, values: Pick<MethodValues, Needs>, reruns: Reruns): Value | Promise<Value>;
}
