/**
 * The files of a run beside its result, with which it can be interrupted and resumed: `<out>.records.ndjson`, one line
 * per picture, and `<out>.run.json`, its sheet. A new run replaces an earlier one only with its first record, so that a
 * command that fails before changes nothing.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { sortedById } from '../src/evaluation/merge.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import { readRecords, writeRecord } from '../src/evaluation/record-lines.ts';
import type { AnnotationFormat } from '../src/datasets/formats.ts';
import type { Problem } from '../src/datasets/problems.ts';
import type { MeasureName } from '../src/runs/run-choice.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { Crash } from '../src/runs/crashes.ts';
import { disk } from './disk.ts';
import { removeMade, storeWhole, WholeFile } from './files.ts';
import { NotesFile } from './notes-file.ts';
import { outputError, writing } from './output-errors.ts';
import { RecordsFile, type RecordsLoss } from './records-file.ts';
import { RunLock, type LockOptions } from './run-lock.ts';
import {
  differences,
  readSheet,
  recordsOf,
  writeSheet,
  type RunOutcome,
  type RunPlan,
  type RunSheet,
} from './run-sheet.ts';
import { readJson, readText } from './text-file.ts';

const recordsEnding = '.records.ndjson';
const sheetEnding = '.run.json';
const notesEnding = '.notes.ndjson';
const lockEnding = '.lock';

/** Path of the sheet beside a file of records. */
export function sheetFileOf(recordsFile: string): string {
  return `${recordsFile.slice(0, -recordsEnding.length)}${sheetEnding}`;
}

export function isRecordsFile(file: string): boolean {
  return file.endsWith(recordsEnding);
}

export type BegunSheet = Omit<RunSheet, 'outcome'>;

export class RunFiles {
  readonly recordsFile: string;
  readonly #out: string;
  readonly #sheetFile: string;
  readonly #notes: NotesFile;
  #sheet: BegunSheet | undefined;
  #records: RecordsFile | undefined;
  #lock: RunLock | undefined;
  /** What `goOn` changed. */
  #before: { readonly sheet: RunSheet; readonly notes: readonly Problem[] } | undefined;
  #madeFolder: string | undefined;

  /** Reads and writes nothing yet. */
  constructor(out: string) {
    this.#out = out;
    this.recordsFile = `${out}${recordsEnding}`;
    this.#sheetFile = `${out}${sheetEnding}`;
    this.#notes = new NotesFile(`${out}${notesEnding}`);
  }

  /**
   * Locks the files against other writers, until `release`.
   * @throws CamLensError `run-locked`, `output-unwritable`, `stopped`
   */
  async lock(options: LockOptions = {}): Promise<void> {
    const folder = dirname(this.#out);
    this.#madeFolder = writing(this.#out, () => disk().makeFolder(folder));
    this.#lock = await RunLock.take(`${this.#out}${lockEnding}`, options);
    this.#removeAsides(folder);
  }

  /** Whether an earlier run exists, finished or not. */
  get hasRun(): boolean {
    return existsSync(this.recordsFile) && existsSync(this.#sheetFile);
  }

  /** Whether an earlier run can be resumed and has something to lose. */
  get isCutOff(): boolean {
    return this.hasRun && this.#hasLines() && this.#isUnfinished();
  }

  /** Crashes of the earlier run, finished or not. */
  get crashes(): readonly Crash[] {
    return this.hasRun ? (readSheet(this.#sheetFile).crashes ?? []) : [];
  }

  /** Of the annotations of the earlier run; undefined if it is not known. */
  get format(): AnnotationFormat | undefined {
    return readSheet(this.#sheetFile).plan.format;
  }

  /** What the earlier run left out. */
  get leftOut(): readonly MeasureName[] {
    return readSheet(this.#sheetFile).leftOut ?? [];
  }

  /** Whether there are records without a sheet that describes them. */
  get hasOrphans(): boolean {
    return existsSync(this.recordsFile) && !existsSync(this.#sheetFile) && this.#hasLines();
  }

  /**
   * The ids of the pictures that an earlier run has measured. An incomplete last line is ignored and its picture
   * measured again; a duplicate record counts once.
   * @throws CamLensError `records-unfit`, naming the line
   */
  resume(): readonly string[] {
    const sheet = readSheet(this.#sheetFile);
    const text = this.#text();
    const { records, isCutOff, doubles } = readRecords(text, this.recordsFile, recordsOf(sheet));
    const isWhole = !isCutOff && doubles === undefined && (text === '' || text.endsWith('\n'));
    if (!isWhole) storeWhole(this.recordsFile, records.map(writeRecord).join(''));
    const lines = isWhole ? linesOf(text) : records.map(writeRecord);
    this.#records = new RecordsFile(
      this.recordsFile,
      records.map(({ id }, i) => [id, lines[i]!] as const),
    );
    return records.map(({ id }) => id);
  }

  /** The records of all pictures, sorted by id. @throws CamLensError `records-unfit`, naming the line */
  get records(): readonly PictureRecord[] {
    return sortedById(readRecords(this.#text(), this.recordsFile).records);
  }

  /** Notes of earlier sessions on pictures that they measured, which are not read again. */
  get notes(): readonly Problem[] {
    return [...(readSheet(this.#sheetFile).outcome?.notes ?? []), ...this.#notes.read()];
  }

  /** Resumes a run with this sheet. */
  goOn(sheet: BegunSheet): void {
    this.#before = { sheet: readSheet(this.#sheetFile), notes: this.#notes.read() };
    this.#notes.goOn(this.notes);
    this.#sheet = sheet;
    storeWhole(this.#sheetFile, writeSheet({ ...sheet, outcome: null }));
  }

  /** The run does not go on after all: its files are as they were before `goOn`. */
  putBack(): void {
    if (this.#before === undefined) return;
    storeWhole(this.#sheetFile, writeSheet(this.#before.sheet));
    this.#notes.putBack(this.#before.notes);
    this.#before = undefined;
  }

  /** Completes the sheet of the run in progress. */
  describe(sheet: BegunSheet): void {
    this.#sheet = { ...this.#sheet, ...sheet };
    if (this.#records !== undefined) storeWhole(this.#sheetFile, writeSheet({ ...this.#sheet, outcome: null }));
  }

  /**
   * Begins a new run, which is stored with its first record or at its end; an empty run, without a sheet, immediately.
   */
  begin(sheet?: BegunSheet): void {
    this.#records?.close();
    this.#records = undefined;
    this.#sheet = sheet;
    this.#notes.begin();
    if (sheet === undefined) this.#store([]);
  }

  /** Stores a note, once, when it is reported. */
  keepNote(note: Problem): void {
    this.#notes.add(note);
  }

  /** Stores crashes, even before the first record. */
  keepCrashes(crashes: readonly Crash[]): void {
    if (this.#sheet === undefined) return;
    this.#lock?.check();
    this.#sheet = { ...this.#sheet, crashes };
    if (this.#records === undefined) this.#store([]);
    storeWhole(this.#sheetFile, writeSheet({ ...this.#sheet, outcome: null }));
  }

  /**
   * @param line with its line feed
   * @returns losses of earlier records, if any
   * @throws CamLensError `run-locked`, `output-unwritable`
   */
  append(line: string, id: string): RecordsLoss | undefined {
    this.#lock?.check();
    if (this.#records !== undefined) return this.#records.append(id, line);
    this.#store([[id, line]]);
    return undefined;
  }

  /**
   * Reads every record again.
   * @returns losses, if any
   */
  verify(): RecordsLoss | undefined {
    this.#lock?.check();
    if (this.#records === undefined) this.#store([]);
    return this.#records?.verify();
  }

  finish(outcome: RunOutcome): void {
    this.#lock?.check();
    this.#records?.sync();
    if (this.#sheet === undefined) return;
    storeWhole(this.#sheetFile, writeSheet({ ...this.#sheet, outcome }));
    // The notes are in the outcome now.
    this.#notes.remove();
  }

  /** @throws CamLensError `records-unfit`, naming the differences, if the earlier run was not the same */
  checkSame(plan: RunPlan, shard: Shard | null): void {
    const earlier = readSheet(this.#sheetFile);
    const differing = differences({ ...earlier.plan, shard: earlier.shard }, { ...plan, shard });
    if (differing.length === 0) return;
    throw new CamLensError(
      'records-unfit',
      `The run in ${this.recordsFile} differs in ${differing.join(' and ')}; --resume continues only the same run.`,
    );
  }

  /** Unlocks the files, and removes folders that were created but not used. */
  release(): void {
    this.#records?.close();
    this.#records = undefined;
    this.#lock?.release();
    this.#lock = undefined;
    removeMade(dirname(this.#out), this.#madeFolder);
  }

  /**
   * Replaces an earlier run with the first record of a new one. Whenever the process ends in between, there are no
   * records without their sheet, and none beside the sheet of another run.
   */
  #store(lines: readonly (readonly [id: string, line: string])[]): void {
    const records = new WholeFile(this.recordsFile);
    const sheet = new WholeFile(this.#sheetFile);
    try {
      records.append(lines.map(([, line]) => line).join(''));
      records.prepare();
      if (this.#sheet !== undefined) {
        sheet.append(writeSheet({ ...this.#sheet, outcome: null }));
        sheet.prepare();
        writing(this.recordsFile, () => disk().remove(this.recordsFile));
        this.#notes.store();
        sheet.put();
      }
      records.put();
    } catch (error) {
      records.abandon();
      sheet.abandon();
      throw error;
    }
    this.#records = new RecordsFile(this.recordsFile, lines);
  }

  #text(): string {
    return readText('records-unfit', this.recordsFile, 'the records of a run');
  }

  /** Only the outcome is checked: sheets of earlier versions may lack other fields. */
  #isUnfinished(): boolean {
    const sheet = readJson('records-unfit', this.#sheetFile, 'the sheet of a run');
    return typeof sheet !== 'object' || sheet === null || !('outcome' in sheet) || sheet.outcome === null;
  }

  #hasLines(): boolean {
    return this.#text().includes('\n');
  }

  /** Removes the temporary files of killed processes. */
  #removeAsides(folder: string): void {
    const own = [recordsEnding, sheetEnding, notesEnding, lockEnding, ''].map(
      (ending) => `${basename(this.#out)}${ending}.`,
    );
    const isAside = (name: string): boolean =>
      own.some((beginning) => name.startsWith(beginning) && /^[\da-f-]{36}\.part$/.test(name.slice(beginning.length)));
    try {
      for (const name of readdirSync(folder)) if (isAside(name)) disk().remove(join(folder, name));
    } catch (error) {
      throw outputError(folder, error);
    }
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `${line}\n`);
}
