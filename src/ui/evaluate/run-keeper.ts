/** Stores a run if possible, and reports if it is not: a run never fails because its records cannot be stored. */
import { CamLensError, describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { writeHead, type KeptRun, type RunHead, type RunStore } from '../../runs/kept-run.ts';

export class RunKeeper {
  readonly #store: RunStore | undefined;
  /** Why records are not stored; empty if they are. */
  unkept = '';

  /** @param store undefined if this browser cannot store runs; null if none is wanted, or until one is known */
  constructor(store: RunStore | undefined | null) {
    this.#store = store ?? undefined;
    if (store === undefined)
      this.unkept = 'This browser cannot store files for pages: leave this page open until the end.';
  }

  read(): Promise<KeptRun | undefined> {
    return this.#try((store) => store.read());
  }

  /** Starts storing a run: a new one, or the stored one with these records. */
  async takeUp(head: RunHead, records: readonly PictureRecord[], isNew: boolean): Promise<void> {
    await this.#try(async (store) => {
      const kept = isNew ? undefined : await store.read();
      if (kept === undefined) await store.begin(head);
      else if (writeHead(kept.head) === writeHead(head)) await store.resume();
      else throw new CamLensError('records-unfit', 'Another run has been stored there in the meantime.');
      // Records that could not be stored before are tried again. Stored records are not rewritten, because there may be
      // no space for them.
      const there = new Set(kept?.records.map(({ id }) => id));
      for (const record of records) if (!there.has(record.id)) await store.append(record);
      this.unkept = '';
    });
  }

  async append(record: PictureRecord): Promise<void> {
    if (this.unkept === '') await this.#try((store) => store.append(record));
  }

  async close(): Promise<void> {
    await this.#try((store) => store.close());
  }

  /** @throws CamLensError if another tab is writing it */
  async remove(): Promise<void> {
    await this.#store?.remove();
  }

  destroy(): void {
    this.#store?.destroy?.();
  }

  async #try<Result>(work: (store: RunStore) => Promise<Result>): Promise<Result | undefined> {
    if (this.#store === undefined) return undefined;
    try {
      return await work(this.#store);
    } catch (error) {
      this.unkept = `The records are not stored on this device. ${describeError(error).message}`;
      return undefined;
    }
  }
}
