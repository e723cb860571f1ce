/** Loads the model of an evaluation, once, or again after a failure. */
import { describeError, type ErrorCode } from '../../errors.ts';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { EvaluationMeans } from './evaluation-means.ts';

export class OfferLoading {
  /** The loaded model's layers, methods and so on; undefined before. */
  offer: ModelOffer | undefined;
  /** Progress message; empty if nothing is being loaded. */
  message = '';
  /** Why loading failed; undefined otherwise. */
  fault: { readonly code: ErrorCode; readonly message: string } | undefined;

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
    this.#tell('Loading the network');
    const loaded = await loadOffer((message) => {
      if (isCurrent()) this.#tell(message);
    }).catch(describeError);
    // Another one counts: that is waited for.
    if (!isCurrent()) return this.#loading;
    this.#loading = undefined;
    if ('code' in loaded) this.fault = loaded;
    else {
      this.offer = loaded;
      this.#onOffer(loaded);
    }
    this.#tell('');
  }

  /**
   * What is loaded or is being loaded no longer counts: the next call loads.
   * @returns whether there was anything
   */
  forget(): boolean {
    const wasThere = this.offer !== undefined || this.fault !== undefined || this.message !== '';
    this.#turn++;
    this.#loading = undefined;
    this.offer = this.fault = undefined;
    this.message = '';
    return wasThere;
  }

  #tell(message: string): void {
    this.message = message;
    this.#onChange();
  }
}
