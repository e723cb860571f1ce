/** The store of an evaluation's runs, opened and closed with its element. */
import type { KeptRun } from '../../runs/kept-run.ts';
import type { EvaluationMeans } from './evaluation-means.ts';
import { RunKeeper } from './run-keeper.ts';

export class RunStorage {
  keeper = new RunKeeper(null);
  /** Whether records are not to be stored at all. */
  isPassing = false;
  /** Of the last call. */
  #turn = 0;

  /**
   * Opens a store once no run uses the one before.
   * @param running settles when no run is in progress
   * @returns the stored run; undefined if there is none, or if it was closed or opened again meanwhile
   */
  async open(means: EvaluationMeans, running: Promise<void> | undefined): Promise<KeptRun | undefined> {
    const turn = ++this.#turn;
    await running;
    const store = await means.createStore().catch(() => undefined);
    if (turn !== this.#turn) {
      store?.destroy?.();
      return undefined;
    }
    this.keeper.destroy();
    this.isPassing = store === null;
    this.keeper = new RunKeeper(store);
    return this.keeper.read();
  }

  /** Closes the store once no run uses it; the run stays stored. */
  async close(running: Promise<void> | undefined): Promise<void> {
    const { keeper } = this;
    this.#turn++;
    await running;
    keeper.destroy();
    if (this.keeper === keeper) this.keeper = new RunKeeper(null);
  }
}
