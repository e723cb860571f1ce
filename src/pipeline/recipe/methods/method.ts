/** What a method is: where it comes from, what it needs, and its map in the vocabulary of the stages. */
import type { Chain, Value } from '../../chain/chain.ts';
import type { MethodValues, Need } from '../../network/needs.ts';
import type { Passes } from '../passes.ts';

/** The layer that explanations of methods which look at no layer are said to be of. */
export const inputLayer = 'input';

/** What is said of a method. */
export interface MethodFacts<Needs extends Need = Need> {
  /** Stable, such as `grad-cam`. */
  readonly name: string;
  /** For people, such as "Grad-CAM". */
  readonly title: string;
  /** Authors, title and year. */
  readonly paper: string;
  /** In one line. */
  readonly formula: string;
  /** What a user should know before believing it. */
  readonly caution?: string;
  /** `layer`: a map for each layer; `input`: one, which depends on no layer. */
  readonly at: 'layer' | 'input';
  /** What of the network it works on. */
  readonly needs: readonly Needs[];
  /** It runs the network again and again: seconds to minutes, with progress, and can be stopped. */
  readonly isSlow?: true;
  /** Negative values of the raw map are no evidence for the class and become 0 before upsampling. */
  readonly rectify: boolean;
}

export interface Method<Needs extends Need = Need> extends MethodFacts<Needs> {
  /** The raw map, [N, H, W], signed; of any resolution. `passes` is for methods that run the network again. */
  map(chain: Chain, values: Pick<MethodValues, Needs>, passes: Passes): Value | Promise<Value>;
}
