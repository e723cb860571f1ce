/**
 * An explanation put to the test (Petsiuk et al. 2018, Chattopadhay et al. 2018): its heatmap lies over what the network is
 * fed, the input is altered by it, and the network says how probable the class still is.
 */
import type { Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import { byLink } from './classes.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import { scale } from '../chain/operations.ts';
import { NetworkPasses, type Alter } from './passes.ts';
import { dimsOf, expectDims } from '../invariants.ts';

export interface TrialParts {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  /** What the network was fed, [N, 3, height, width], submitted. */
  readonly image: Value;
  /** Which entry of it. */
  readonly picture: number;
  /** The picture's, for messages. */
  readonly name: string;
  /** Raw, [N, H, W], submitted. */
  readonly map: Value;
  readonly rectify: boolean;
  /** [classes], of the picture. */
  readonly logits: Float32Array;
  /** [classes]: the weights of the classes explained. */
  readonly target: Float32Array;
}

export class Trial {
  /** For what is made once and read by all altered inputs; it lives as long as the trial. */
  readonly chain: Chain;
  /** [1, 3, height, width], normalised. */
  readonly image: Value;
  /** One, of the image's size, normalised. */
  readonly heatmap: Heatmaps;
  /** Of the class explained, of the picture as it is; of a sum of classes the weighted sum. */
  readonly probability: number;
  readonly #passes: NetworkPasses;

  constructor({ engine, network, image, picture, name, map, rectify, logits, target }: TrialParts) {
    const [, , height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    this.chain = engine.begin();
    this.image = scale(this.chain, image, picture, [1]);
    const request = { map, index: picture, size: { width, height }, rectify };
    this.heatmap = this.chain.normalize(this.chain.upsample([request]));
    expectDims([target.length], [logits.length], 'class weights', [logits.length]);
    this.probability = byLink[network.layers.link](logits).reduce(
      (sum, share, index) => sum + share * target[index]!,
      0,
    );
    this.#passes = new NetworkPasses({
      ...{ engine, network, chain: this.chain, image: this.image },
      ...{ targetOf: () => target, logitsOf: () => logits },
      ...{ nameOf: () => name, layer: '', title: 'Trial', watch: {} },
    });
  }

  /** As `probability`, of every one of `total` altered inputs, [count, 3, height, width] a batch. */
  probabilities(total: number, alter: Alter): Promise<Float64Array> {
    return this.#passes.probabilities(0, total, alter);
  }

  /** Gives its memory back. */
  destroy(): void {
    this.chain.destroy();
  }
}
