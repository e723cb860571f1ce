/**
 * Tests an explanation (Petsiuk et al. 2018, Chattopadhay et al. 2018): the network's input is altered according to the
 * heatmap, and the network computes the class's probability again.
 */
import { CamLensError } from '../../errors.ts';
import type { Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import { byLink } from './classes.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import { scale } from '../chain/operations.ts';
import { NetworkReruns, type Alter } from './reruns.ts';
import { dimsOf, expectDims } from '../invariants.ts';
import type { ModelInput } from '../types.ts';
import { conventions, type ConventionName } from './conventions.ts';
import { spansOf } from './network-image.ts';
import { heatmapsBy } from './heatmaps-by.ts';

export interface TrialParts {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  /** The network's input, [N, 3, height, width], submitted. */
  readonly image: Value;
  /** What the network takes. */
  readonly input: ModelInput;
  /** Which entry of it. */
  readonly picture: number;
  /** The picture's, for messages. */
  readonly name: string;
  /** The source of the heatmap, [N, H, W], submitted. */
  readonly map: Value;
  /** Which entry of it. */
  readonly index: number;
  readonly rectify: boolean;
  /** What is scaled to 0 and 1 in the heatmap. */
  readonly convention: ConventionName;
  /** [classes], of the picture. */
  readonly logits: Float32Array;
  /** [classes]: the weights of the classes explained. */
  readonly target: Float32Array;
}

export class Trial {
  /** For values made once and read by all altered inputs; it lives as long as the trial. */
  readonly chain: Chain;
  /** [1, 3, height, width], normalised. */
  readonly image: Value;
  /** A single one, of the image's size, normalised. */
  readonly heatmap: Heatmaps;
  /** Of the explained class, for the unaltered picture; for a sum of classes, the weighted sum. */
  readonly probability: number;
  /** By channel of the image: the difference that 0 and 255 make there. */
  readonly spans: readonly number[];
  readonly #reruns: NetworkReruns;

  constructor({
    engine,
    network,
    input,
    image,
    picture,
    name,
    map,
    index,
    rectify,
    convention,
    logits,
    target,
  }: TrialParts) {
    const [, , height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    this.spans = spansOf(input);
    this.chain = engine.begin();
    this.image = scale(this.chain, image, picture, [1]);
    const item = { map, index, size: { width, height }, rectify };
    this.heatmap = heatmapsBy(conventions[convention].range, this.chain, [item]);
    expectDims([target.length], [logits.length], 'class weights', [logits.length]);
    this.probability = byLink[network.layers.link](logits).reduce(
      (sum, share, index) => sum + share * target[index]!,
      0,
    );
    this.#reruns = new NetworkReruns({
      ...{ engine, network, chain: this.chain, image: this.image },
      ...{ targetOf: () => target, logitsOf: () => logits },
      ...{ nameOf: () => name, layer: '', title: 'Trial', watch: {} },
      runFor: () => Promise.reject(new CamLensError('internal', 'A trial explains nothing again.')),
    });
  }

  /** As `probability`, for each of `total` altered inputs, made in batches of [count, 3, height, width]. */
  probabilities(total: number, alter: Alter): Promise<Float64Array> {
    return this.#reruns.probabilities(0, total, alter);
  }

  /** Frees its memory. */
  destroy(): void {
    this.chain.destroy();
  }
}
