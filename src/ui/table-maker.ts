/** The tables of a growing run, made in a worker: every record goes there once. */
import { wrap } from 'comlink';
import { CamLensError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { unwrap } from '../pipeline/protocol.ts';
import type { RunHead } from '../runs/kept-run.ts';
import type { RunTables } from './run-tables.ts';
import type { RunTablesWorker } from './run-tables-worker.ts';

/** Records that are sent at once: copying more would be felt on the page. */
const mostSent = 1000;

export class TableMaker {
  readonly #worker = new Worker(new URL('./run-tables-worker.ts', import.meta.url), {
    type: 'module',
    name: 'cam-lens tables',
  });
  readonly #remote = wrap<RunTablesWorker>(this.#worker);
  /** A worker that has ended answers no more. */
  readonly #died = new Promise<never>((_, reject) => {
    this.#worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
      reject(new CamLensError('internal', `The worker that makes the tables failed${message ? ` (${message})` : ''}.`)),
    );
  });
  #head: RunHead | undefined;
  #sent = 0;
  /** One after another: records must come in order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#died.catch(() => undefined);
  }

  /**
   * @param head of the run; another object is another run
   * @param records of the run so far: those of the call before, and more
   * @param isFinal whether intervals are to be as exact as in a report
   * @returns undefined where there is nothing to report yet
   * @throws CamLensError see summarise
   */
  make(head: RunHead, records: readonly PictureRecord[], isFinal: boolean): Promise<RunTables | undefined> {
    const work = this.#last.then(() => Promise.race([this.#make(head, records, isFinal), this.#died]));
    this.#last = work.catch(() => undefined);
    return work;
  }

  destroy(): void {
    this.#worker.terminate();
  }

  async #make(head: RunHead, records: readonly PictureRecord[], isFinal: boolean): Promise<RunTables | undefined> {
    if (this.#head !== head) {
      const { settings, info } = head;
      await this.#remote.begin({ settings, info: { methods: info.methods } });
      this.#head = head;
      this.#sent = 0;
    }
    while (this.#sent < records.length) {
      const more = records.slice(this.#sent, this.#sent + mostSent);
      await this.#remote.add(more);
      this.#sent += more.length;
    }
    return unwrap(await this.#remote.make(isFinal));
  }
}
