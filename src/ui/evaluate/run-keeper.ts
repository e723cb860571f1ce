/** Keeps a run where it can be kept, and says so where it cannot: a run never fails because its records are not kept. */
import { describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { KeptRun, RunHead, RunStore } from '../../runs/kept-run.ts';

export class RunKeeper {
  readonly #store: RunStore | undefined;
  /** Why records are not kept; empty where they are. */
  unkept = '';

  /** @param store undefined where this browser keeps nothing; null before that is known */
  constructor(store: RunStore | undefined | null) {
    this.#store = store ?? undefined;
    if (store === undefined) this.unkept = 'This browser keeps no files for pages: leave this page open until the end.';
  }

  read(): Promise<KeptRun | undefined> {
    return this.#try((store) => store.read());
  }

  /** Takes up a run: a new one, or the one that is kept, of which these are the records. */
  async takeUp(head: RunHead, records: readonly PictureRecord[], isNew: boolean): Promise<void> {
    await this.#try(async (store) => {
      if (!isNew && this.unkept === '') return store.resume();
      // What could not be kept before may find room now.
      await store.begin(head);
      for (const record of records) await store.append(record);
      this.unkept = '';
    });
  }

  async append(record: PictureRecord): Promise<void> {
    if (this.unkept === '') await this.#try((store) => store.append(record));
  }

  async close(): Promise<void> {
    await this.#try((store) => store.close());
  }

  /** @throws CamLensError where another tab is writing it */
  async remove(): Promise<void> {
    await this.#store?.remove();
  }

  async #try<Result>(work: (store: RunStore) => Promise<Result>): Promise<Result | undefined> {
    if (this.#store === undefined) return undefined;
    try {
      return await work(this.#store);
    } catch (error) {
      this.unkept = `The records are not kept on this device. ${describeError(error).message}`;
      return undefined;
    }
  }
}
