/** What the model of an evaluation offers: loaded once, and once more where that failed. */
import { describeError } from '../../errors.ts';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { EvaluationMeans } from './evaluation-means.ts';

export class OfferLoading {
  /** Once it is loaded. */
  offer: ModelOffer | undefined;
  /** What is being loaded; empty while nothing is. */
  message = '';
  /** Why it could not be loaded; empty where it could, and before. */
  failure = '';

  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Loads it unless it is there, or on its way. */
  async load({ loadOffer }: Pick<EvaluationMeans, 'loadOffer'>): Promise<void> {
    if (this.offer !== undefined || this.message !== '') return;
    this.failure = '';
    this.#tell('Loading the network');
    try {
      this.offer = await loadOffer((message) => this.#tell(message));
    } catch (error) {
      this.failure = describeError(error).message;
    }
    this.#tell('');
  }

  #tell(message: string): void {
    this.message = message;
    this.#onChange();
  }
}
