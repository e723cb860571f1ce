/** The layers of a model by their user-visible names, and what its graph says about them. */
import { rolloutRefusal } from '../../autodiff/attention-rollout.ts';
import { findCamRefusals } from '../../autodiff/cam-head.ts';
import type { Classifier } from '../../autodiff/classifier.ts';
import { fixedBatch } from '../../autodiff/fixed-batch.ts';
import { findMapSizes, mapDimensions, type MapDimensions } from '../../autodiff/map-sizes.ts';
import type { Link } from '../../autodiff/link.ts';
import { findNaNWeight } from '../../autodiff/nan-weights.ts';
import { CamLensError } from '../../errors.ts';
import { findFeatureLayers, type FeatureLayers } from './feature-layers.ts';
import type { Needing } from './needs.ts';
import { linkOf } from '../model/model-head.ts';
import { prepareModel, type PreparedModel } from '../model/prepared-model.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import type { ModelDescription, Size } from '../types.ts';
import { own } from '../../own.ts';

export class ExplainableLayers {
  /** In order of depth. */
  readonly names: readonly string[];
  readonly classifier: Classifier;
  readonly description: ModelDescription;
  /** The graph has a constant batch of 1: it takes one picture at a time. */
  readonly takesOne: boolean;
  /** How scores become probabilities: as described, as in the file, or the usual way. */
  readonly link: Link;
  /** See PreparedModel. */
  readonly #finer: ReadonlyMap<string, number>;
  /** By the size of the picture. */
  readonly #featureLayers = new Map<string, FeatureLayers>();
  /** Layer → why CAM is not possible there. */
  readonly #camRefusals: Readonly<Record<string, string>>;
  /** Why attention rollout is not possible. */
  #rollout: { readonly refusal: string | undefined } | undefined;

  constructor({ description, classifier, finer }: Pick<PreparedModel, 'description' | 'classifier' | 'finer'>) {
    this.names = Object.keys(description.layers);
    this.classifier = classifier;
    this.description = description;
    this.#finer = finer ?? new Map();
    this.takesOne = fixedBatch(classifier) === 1;
    this.link = linkOf(description, classifier);
    this.#camRefusals = findCamRefusals(classifier, description.layers);
  }

  /** @throws CamLensError see readModel */
  static of(model: LoadedModel): ExplainableLayers {
    return new ExplainableLayers(prepareModel(model));
  }

  /**
   * The name of the layer's activations in the graph.
   * @throws CamLensError `unknown-layer`
   */
  valueOf(layer: string): string {
    const value = own(this.description.layers, layer);
    if (value !== undefined) return value;
    throw new CamLensError('unknown-layer', `There is no layer "${layer}"; the layers are ${this.names.join(', ')}.`);
  }

  /** Why a method is not possible at a layer, as a sentence; undefined if it is possible. */
  refusal(method: Needing, layer: string): string | undefined {
    if (method.needs.includes('classWeights')) return own(this.#camRefusals, layer);
    return method.needs.includes('rollout') ? this.#rolloutRefusal() : undefined;
  }

  /** Layer → why a method is not possible there, for the layers where it is not. */
  refusals(method: Needing): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.names.flatMap((layer) => {
        const reason = this.refusal(method, layer);
        return reason === undefined ? [] : [[layer, reason]];
      }),
    );
  }

  /**
   * The name of a weight that the logits depend on and that contains NaN; undefined if there is none. Checks every
   * weight.
   */
  findNaNWeight(): string | undefined {
    return findNaNWeight(this.classifier);
  }

  /** @throws CamLensError `unknown-layer`, `method-needs` */
  check(methods: readonly Needing[], layers: readonly string[]): void {
    for (const layer of layers) {
      this.valueOf(layer);
      for (const method of methods) {
        const reason = this.refusal(method, layer);
        if (reason === undefined) continue;
        const place = method.at === 'layer' ? ` at ${layer}` : '';
        throw new CamLensError('method-needs', `${method.title} is not possible${place}: ${reason}`);
      }
    }
  }

  /** Found once, when first asked for. */
  #rolloutRefusal(): string | undefined {
    this.#rollout ??= { refusal: rolloutRefusal(this.classifier) };
    return this.#rollout.refusal;
  }

  /**
   * The layers used to refine maps, for pictures of this size.
   * @throws CamLensError `method-needs` naming what the model lacks
   */
  featureLayers(size: Size): FeatureLayers {
    const key = `${size.width} × ${size.height}`;
    const known = this.#featureLayers.get(key);
    if (known !== undefined) return known;
    const { strip, file } = this.description;
    const found = findFeatureLayers({ names: this.names, sizes: this.#fileSizes(size), strip, file });
    this.#featureLayers.set(key, found);
    return found;
  }

  /** Map sizes as in the file's network; of layers whose maps are finer here, only the last one. */
  #fileSizes(size: Size): Readonly<Record<string, Size>> {
    const sizes = Object.entries(this.mapSizes(size)).flatMap(([name, { width, height }]): [string, Size][] => {
      const finer = this.#finer.get(this.valueOf(name)) ?? 1;
      if (finer > 1 && name !== this.names.at(-1)) return [];
      return [[name, { width: Math.ceil(width / finer), height: Math.ceil(height / finer) }]];
    });
    return Object.fromEntries(sizes);
  }

  /** Size of the maps by layer, for a picture of this size; layers of unknown size are absent. */
  mapSizes(size: Size): Readonly<Record<string, Size>> {
    return findMapSizes(this.classifier, this.description.layers, size);
  }

  /** [C, H, W] of a layer, as far as its graph tells, for a picture of this size. */
  dimensions(size: Size): (layer: string) => MapDimensions {
    const dimensionsOf = mapDimensions(this.classifier, size);
    return (layer) => dimensionsOf(this.valueOf(layer));
  }
}
