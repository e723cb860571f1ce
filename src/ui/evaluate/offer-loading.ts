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

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Loads the model unless it is loaded or being loaded. */
  async load({ loadOffer }: Pick<EvaluationMeans, 'loadOffer'>): Promise<void> {
    if (this.offer !== undefined || this.message !== '') return;
    this.fault = undefined;
    this.#tell('Loading the network');
    try {
      this.offer = await loadOffer((message) => this.#tell(message));
    } catch (error) {
      this.fault = describeError(error);
    }
    this.#tell('');
  }

  #tell(message: string): void {
    this.message = message;
    this.#onChange();
  }
}
