/** The tables of a run as they grow, the files that it is saved as, and whether an earlier run's results are opened. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { judged } from '../../datasets/problems.ts';
import { CamLensError, describeError } from '../../errors.ts';
import type { RunCommand } from '../shared/events.ts';
import type { WorkFailure } from '../shared/work-words.ts';
import type { EvaluationController } from './evaluation-controller.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import { shownTables, type ShownTables } from './shown-tables.ts';
import { TableMaker } from './table-maker.ts';
import { Unhurried } from './unhurried.ts';

/** Minimum time between updates of the tables, in milliseconds. */
const betweenTables = 1000;

export interface FileProgress {
  /** Its name. */
  readonly file: string;
  /** One line in English. */
  readonly message: string;
}

export class RunResults implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #run: EvaluationController;
  readonly #unhurried = new Unhurried(() => this.#make(), betweenTables);
  #maker: TableMaker | undefined;
  /** Identifies the data that the tables were made from. */
  #shown = '';
  tables: ShownTables | undefined;
  /** What the last attempt at tables was made from, even if it gave none. */
  made: { readonly known: number; readonly isFinal: boolean } | undefined;
  #isHere = true;
  /** Why there are no tables, or why a file could not be made; undefined otherwise. */
  fault: WorkFailure | undefined;
  /** Undefined if no file is being made. */
  saving: FileProgress | undefined;
  /** Whether the visitor has opened the results of an earlier visit's run. */
  isOpen = false;

  /** @param run a controller of the same host */
  constructor(host: ReactiveControllerHost, run: EvaluationController) {
    this.#host = host;
    this.#run = run;
    host.addController(this);
  }

  get maker(): TableMaker {
    return (this.#maker ??= new TableMaker());
  }

  hostConnected(): void {
    this.#isHere = true;
    // What was in progress when it left is made anew.
    this.#shown = '';
  }

  hostUpdate(): void {
    // An element that was removed may still be drawn once.
    if (!this.#isHere) return;
    const { records, state: at, head } = this.#run;
    const wanted = `${head === undefined ? 'none' : records.length} ${at === 'idle'}`;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    // The final tables of a run are made at once.
    if (at === 'idle') this.#unhurried.now();
    else this.#unhurried.ask();
  }

  hostDisconnected(): void {
    this.#isHere = false;
    this.#unhurried.cancel();
    this.#maker?.destroy();
    this.#maker = undefined;
  }

  open(): void {
    this.isOpen = true;
    this.#host.requestUpdate();
  }

  /** Carries out a command for the run. */
  command(command: RunCommand): void {
    const run = this.#run;
    const does: Readonly<Record<RunCommand, () => unknown>> = {
      start: () => run.start(),
      pause: () => run.pause(),
      resume: () => run.resume(),
      stop: () => run.stop(),
      'start-anew': () => run.startAnew(),
      'take-back': () => run.takeBack(),
    };
    this.isOpen = command !== 'start-anew' && (this.isOpen || command === 'start');
    does[command]();
  }

  /**
   * A file for the visitor.
   * @returns undefined if another is being made, or if an error occurred: see `fault`
   */
  async file(kind: RunFileKind): Promise<Blob | undefined> {
    if (this.saving !== undefined) return undefined;
    const { name } = runFiles[kind];
    const tell = (message: string): void => this.#tell({ file: name, message });
    this.fault = undefined;
    tell(`Making ${name}`);
    try {
      return await this.blob(kind, tell);
    } catch (error) {
      const { code, message } = describeError(error);
      this.fault = { code, message: `${name} could not be made. ${message}` };
      return undefined;
    } finally {
      this.#tell(undefined);
    }
  }

  /**
   * A file with the exact intervals.
   * @throws CamLensError `dataset-empty` if no picture is measured yet; as `TableMaker.file`
   */
  async blob(kind: RunFileKind, onProgress: (message: string) => void): Promise<Blob> {
    const { head, isFromBefore, problems, given, records } = this.#run;
    if (head === undefined || records.length === 0) {
      throw new CamLensError('dataset-empty', 'No picture is measured yet.');
    }
    try {
      return await this.maker.file(
        kind,
        {
          head,
          // Problems that arrive meanwhile belong to the next file.
          records: [...records],
          // The problems of an earlier visit's run are not stored; they are found again when its files are given.
          problems: isFromBefore ? null : judged(problems),
          files: given.files,
        },
        onProgress,
      );
    } finally {
      if (!this.#isHere) this.hostDisconnected();
    }
  }

  async #make(): Promise<void> {
    const { head, records, state: at } = this.#run;
    const attempt = { known: records.length, isFinal: at === 'idle' };
    this.fault = undefined;
    try {
      const made =
        head === undefined || records.length === 0 ? undefined : await this.maker.make(head, records, attempt.isFinal);
      if (this.#run.head !== head || !this.#isHere) return;
      this.tables = made && shownTables(made, attempt.isFinal, attempt.known);
    } catch (error) {
      const { code, message } = describeError(error);
      // The element left, or moves within its page.
      if (code === 'ended') return;
      this.tables = undefined;
      this.fault = { code, message };
    }
    this.made = attempt;
    this.#host.requestUpdate();
  }

  #tell(progress: FileProgress | undefined): void {
    this.saving = progress;
    this.#host.requestUpdate();
  }
}
