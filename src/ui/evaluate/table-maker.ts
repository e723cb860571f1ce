/** Makes the tables and files of a growing run in a worker, to which every record is sent once. */
import { CamLensError } from '../../errors.ts';
import { Turns } from '../../turns.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { WorkerHandle } from '../../pipeline/worker/worker-handle.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import type { ComparedStatistic } from '../../evaluation/series.ts';
import type { ChosenPair, ComparedPicture, ComparisonOffer, MadeComparison } from './comparing.ts';
import { filesWith, type RunFileKind } from './run-files.ts';
import type { SavedRun } from './saved-run.ts';
import type { RunTables } from './run-tables.ts';
import type { RunTablesWorker } from './run-tables-worker.ts';

/** Maximum number of records sent together: copying more would block the page noticeably. */
const mostSent = 1000;

export class TableMaker {
  readonly #worker = new WorkerHandle<RunTablesWorker, string>(
    new Worker(new URL('./run-tables-worker.ts', import.meta.url), { type: 'module', name: 'cam-lens tables' }),
    { called: 'The worker that makes the tables', onTold: (message) => this.#onProgress?.(message) },
  );
  /** Progress callback of the file that is being made. */
  #onProgress: ((message: string) => void) | undefined;
  #head: RunHead | undefined;
  #sent = 0;
  /** One call after another, because records must arrive in order. */
  readonly #turns = new Turns();

  /**
   * @param head of the run; a different object means a different run
   * @param records of the run so far: those of the previous call, and more
   * @param isFinal whether intervals must be as exact as in a report
   * @returns undefined if there is nothing to report yet
   * @throws CamLensError see summarise
   */
  make(head: RunHead, records: readonly PictureRecord[], isFinal: boolean): Promise<RunTables | undefined> {
    return this.#turns.take(async () => {
      await this.#send(head, records);
      return this.#worker.calls.make(isFinal);
    });
  }

  /**
   * @param given files of this visit; only those that a report needs are read
   * @param onProgress receives progress messages
   * @throws CamLensError see summarise; `internal` if there is nothing to report yet
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

  /** Adds a saved result to those that are compared, or replaces one of the same name. */
  open(name: string, text: string): Promise<void> {
    return this.#turns.take(() => this.#worker.calls.open(name, text));
  }

  close(name: string): Promise<void> {
    return this.#turns.take(() => this.#worker.calls.close(name));
  }

  /**
   * What can be compared: a run and the opened results.
   * @param runName what the run is called; the opened results are called as their files
   * @param head of the run; undefined if there is none
   */
  offer(runName: string, head: RunHead | undefined, records: readonly PictureRecord[]): Promise<ComparisonOffer> {
    return this.#turns.take(async () => {
      await (head === undefined ? this.#forget() : this.#send(head, records));
      return this.#worker.calls.offer(runName);
    });
  }

  /** @param chosen of the latest offer */
  compare(chosen: readonly number[]): Promise<readonly MadeComparison[]> {
    return this.#turns.take(() => this.#worker.calls.compare(chosen));
  }

  pictures(pair: ChosenPair, statistic: ComparedStatistic): Promise<readonly ComparedPicture[]> {
    return this.#turns.take(() => this.#worker.calls.pictures(pair, statistic));
  }

  destroy(): void {
    this.#worker.end(new CamLensError('ended', 'No more tables are made.'));
  }

  async #forget(): Promise<void> {
    if (this.#head !== undefined) await this.#worker.calls.begin(undefined);
    this.#head = undefined;
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
