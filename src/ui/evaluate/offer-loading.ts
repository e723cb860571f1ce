/** Loads the model of an evaluation, once, or again after a failure. */
import { describeError } from '../../errors.ts';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { WorkFailure, WorkProgress } from '../shared/work-words.ts';
import type { EvaluationMeans } from './evaluation-means.ts';

export class OfferLoading {
  /** The loaded model's layers, methods and so on; undefined before. */
  offer: ModelOffer | undefined;
  /** Undefined if nothing is being loaded. */
  progress: WorkProgress | undefined;
  /** Why loading failed; undefined otherwise. */
  fault: WorkFailure | undefined;

  readonly #onChange: () => void;
  /** Of the last load that counts. */
  #turn = 0;
  #loading: Promise<void> | undefined;

  readonly #onOffer: (offer: ModelOffer) => void;

  /** @param onOffer called when a model has been loaded */
  constructor(onChange: () => void, onOffer: (offer: ModelOffer) => void) {
    this.#onChange = onChange;
    this.#onOffer = onOffer;
  }

  /** Loads the model unless it is loaded; if it is being loaded, waits for that. */
  load(means: Pick<EvaluationMeans, 'loadOffer'>): Promise<void> {
    if (this.offer !== undefined) return Promise.resolve();
    return (this.#loading ??= this.#load(means, ++this.#turn));
  }

  async #load({ loadOffer }: Pick<EvaluationMeans, 'loadOffer'>, turn: number): Promise<void> {
    const isCurrent = (): boolean => turn === this.#turn;
    this.fault = undefined;
    this.#tell({ step: 'download', message: 'Loading the network' });
    const loaded = await loadOffer((progress) => {
      if (isCurrent()) this.#tell(progress);
    }).catch(describeError);
    // Another one counts: that is waited for.
    if (!isCurrent()) return this.#loading;
    this.#loading = undefined;
    if ('code' in loaded) this.fault = loaded;
    else {
      this.offer = loaded;
      this.#onOffer(loaded);
    }
    this.#tell(undefined);
  }

  /**
   * What is loaded or is being loaded no longer counts: the next call loads.
   * @returns whether there was anything
   */
  forget(): boolean {
    const wasThere = this.offer !== undefined || this.fault !== undefined || this.progress !== undefined;
    this.#turn++;
    this.#loading = undefined;
    this.offer = this.fault = this.progress = undefined;
    return wasThere;
  }

  #tell(progress: WorkProgress | undefined): void {
    this.progress = progress;
    this.#onChange();
  }
}
