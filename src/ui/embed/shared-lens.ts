/** One Lens, with one worker and one queue, for all elements of a page that use the same model on the same backend. */
import { CamLensError } from '../../errors.ts';
import type { Lens, LensOptions } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { BackendChoice } from '../../pipeline/types.ts';
import { loadScript } from '../shared/load-script.ts';
import { UrgentFirst } from './urgent-first.ts';

/** Which Lens is needed. */
export interface LensWish {
  readonly backend: BackendChoice;
  /** URL of the model's description. */
  readonly model: string;
}

type Follow = (progress: LoadProgress) => void;

interface Shared {
  readonly lens: Promise<Lens>;
  readonly queue: UrgentFirst;
  readonly followers: Set<Follow>;
  readonly life: AbortController;
  users: number;
}

const lenses = new Map<string, Shared>();

/** An element's share of a Lens. */
export class LensShare {
  readonly #key: string;
  readonly #shared: Shared;
  readonly #follow: Follow;
  #isGivenBack = false;

  /** @param follow called for every step before the first explanation; latecomers get the last step */
  constructor({ backend, model }: LensWish, follow: Follow) {
    const address = new URL(model, document.baseURI).href;
    this.#key = JSON.stringify([backend, address]);
    this.#shared = lenses.get(this.#key) ?? start(this.#key, { backend, model: address });
    this.#shared.users += 1;
    this.#shared.followers.add(follow);
    this.#follow = follow;
  }

  /** As `createLens`. */
  get lens(): Promise<Lens> {
    return this.#shared.lens;
  }

  /**
   * Works with the Lens when its turn comes.
   * @param isUrgent whether it goes before earlier requests
   * @throws CamLensError `stopped` if the signal aborts before its turn; as `createLens`; errors of the work
   */
  async take<Result>(
    isUrgent: () => boolean,
    signal: AbortSignal,
    work: (lens: Lens) => Promise<Result>,
  ): Promise<Result> {
    const lens = await this.#shared.lens;
    return this.#shared.queue.take(isUrgent, signal, async () => {
      try {
        return await work(lens);
      } catch (error) {
        // The next user gets another worker.
        if (error instanceof CamLensError && error.code === 'worker-failed') forget(this.#key, this.#shared);
        throw error;
      }
    });
  }

  /**
   * The last user ends the worker, unless an element that only moves within the page takes its share again before that.
   */
  giveBack(): void {
    if (this.#isGivenBack) return;
    this.#isGivenBack = true;
    this.#shared.followers.delete(this.#follow);
    this.#shared.users -= 1;
    setTimeout(() => {
      if (this.#shared.users === 0) forget(this.#key, this.#shared);
    });
  }
}

function start(key: string, wish: LensWish): Shared {
  const followers = new Set<Follow>();
  const life = new AbortController();
  const lens = startLens({
    ...{ ...wish, signal: life.signal },
    onProgress: (progress) => followers.forEach((follow) => follow(progress)),
  });
  const shared = { lens, queue: new UrgentFirst(), followers, life, users: 0 };
  lenses.set(key, shared);
  // The next user tries again.
  lens.catch(() => forget(key, shared));
  return shared;
}

/** @throws CamLensError as `loadScript` and `createLens` */
async function startLens(options: LensOptions): Promise<Lens> {
  const { createLens } = await loadScript(import('../../pipeline/worker/remote.ts'));
  return createLens(options);
}

function forget(key: string, shared: Shared): void {
  if (lenses.get(key) === shared) lenses.delete(key);
  shared.life.abort();
}
