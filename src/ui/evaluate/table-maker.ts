/** The tables of a growing run, and its files, made in a worker: every record goes there once. */
import { CamLensError } from '../../errors.ts';
import { Turns } from '../../turns.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { WorkerHandle } from '../../pipeline/worker/worker-handle.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { filesWith, type RunFileKind } from './run-files.ts';
import type { SavedRun } from './saved-run.ts';
import type { RunTables } from './run-tables.ts';
import type { RunTablesWorker } from './run-tables-worker.ts';

/** Records that are sent at once: copying more would be felt on the page. */
const mostSent = 1000;

export class TableMaker {
  readonly #worker = new WorkerHandle<RunTablesWorker, string>(
    new Worker(new URL('./run-tables-worker.ts', import.meta.url), { type: 'module', name: 'cam-lens tables' }),
    { called: 'The worker that makes the tables', onTold: (message) => this.#onProgress?.(message) },
  );
  /** Of the file that is being made. */
  #onProgress: ((message: string) => void) | undefined;
  #head: RunHead | undefined;
  #sent = 0;
  /** One after another: records must come in order. */
  readonly #turns = new Turns();

  /**
   * @param head of the run; another object is another run
   * @param records of the run so far: those of the call before, and more
   * @param isFinal whether intervals are to be as exact as in a report
   * @returns undefined where there is nothing to report yet
   * @throws CamLensError see summarise
   */
  make(head: RunHead, records: readonly PictureRecord[], isFinal: boolean): Promise<RunTables | undefined> {
    return this.#turns.take(async () => {
      await this.#send(head, records);
      return this.#worker.calls.make(isFinal);
    });
  }

  /**
   * @param given the files of the visit, of which those that a report needs are read
   * @param onProgress told what is being done
   * @throws CamLensError see summarise; `internal` where there is nothing to report yet
   */
  file(
    kind: RunFileKind,
    { head, records, problems, files }: Omit<SavedRun, 'summary'>,
    onProgress: (message: string) => void,
  ): Promise<Blob> {
    return this.#turns.take(async () => {
      await this.#send(head, records);
      const { calls } = this.#worker;
      const needed = kind === 'report' ? filesWith(await calls.shown(), files) : [];
      this.#onProgress = onProgress;
      return calls.file(kind, { problems, files: needed });
    });
  }

  destroy(): void {
    this.#worker.end(new CamLensError('ended', 'No more tables are made.'));
  }

  async #send(head: RunHead, records: readonly PictureRecord[]): Promise<void> {
    if (this.#head !== head) {
      await this.#worker.calls.begin(head);
      this.#head = head;
      this.#sent = 0;
    }
    while (this.#sent < records.length) {
      const more = records.slice(this.#sent, this.#sent + mostSent);
      await this.#worker.calls.add(more);
      this.#sent += more.length;
    }
  }
}
