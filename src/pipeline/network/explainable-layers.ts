/** The layers of a model by the names that people use, and what its graph says of them. */
import { findCamRefusals } from '../../autodiff/cam-head.ts';
import type { Classifier } from '../../autodiff/classifier.ts';
import { fixedBatch } from '../../autodiff/fixed-batch.ts';
import { findMapSizes } from '../../autodiff/map-sizes.ts';
import type { Link } from '../../autodiff/link.ts';
import { findNaNWeight } from '../../autodiff/nan-weights.ts';
import { CamLensError } from '../../errors.ts';
import type { Needing } from './needs.ts';
import { linkOf } from '../model/model-head.ts';
import { prepareModel, type PreparedModel } from '../model/prepared-model.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import type { ModelDescription, Size } from '../types.ts';
import { own } from '../../own.ts';

export class ExplainableLayers {
  /** In the order of depth. */
  readonly names: readonly string[];
  readonly classifier: Classifier;
  readonly description: ModelDescription;
  /** The graph has a batch of 1 written in: it takes one picture at a time. */
  readonly takesOne: boolean;
  /** What makes probabilities of the scores: as somebody said, as the file has it, or as is usual. */
  readonly link: Link;
  /** Layer → why CAM is not possible there. */
  readonly #camRefusals: Readonly<Record<string, string>>;

  constructor({ description, classifier }: Pick<PreparedModel, 'description' | 'classifier'>) {
    this.names = Object.keys(description.layers);
    this.classifier = classifier;
    this.description = description;
    this.takesOne = fixedBatch(classifier) === 1;
    this.link = linkOf(description, classifier);
    this.#camRefusals = findCamRefusals(classifier, description.layers);
  }

  /** @throws CamLensError see readModel */
  static of(model: LoadedModel): ExplainableLayers {
    return new ExplainableLayers(prepareModel(model));
  }

  /**
   * The graph's name for the layer's activations.
   * @throws CamLensError `unknown-layer`
   */
  valueOf(layer: string): string {
    const value = own(this.description.layers, layer);
    if (value !== undefined) return value;
    throw new CamLensError('unknown-layer', `There is no layer "${layer}"; the layers are ${this.names.join(', ')}.`);
  }

  /** Why a method is not possible at a layer, as a sentence; undefined where it is. */
  refusal(method: Needing, layer: string): string | undefined {
    return method.needs.includes('classWeights') ? own(this.#camRefusals, layer) : undefined;
  }

  /** Layer → why a method is not possible there, for the layers where it isn't. */
  refusals(method: Needing): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.names.flatMap((layer) => {
        const reason = this.refusal(method, layer);
        return reason === undefined ? [] : [[layer, reason]];
      }),
    );
  }

  /** A weight behind the logits that holds NaN, by name; undefined where there is none. It looks at every weight. */
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
        throw new CamLensError('method-needs', `${method.title} is not possible at ${layer}: ${reason}`);
      }
    }
  }

  /** Of a layer's maps, by layer, for a picture of this size; layers whose size is not known are left out. */
  mapSizes(size: Size): Readonly<Record<string, Size>> {
    return findMapSizes(this.classifier, this.description.layers, size);
  }
}
