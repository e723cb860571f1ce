/**
 * Stores notes on measured pictures until the run is finished and its sheet contains them, because a resumed run does
 * not read measured pictures again.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Problem } from '../src/datasets/problems.ts';
import { disk } from './disk.ts';
import { storeWhole, writeAll } from './files.ts';
import { writing } from './output-errors.ts';
import { problemCheck } from '../src/runs/run-checks.ts';

export class NotesFile {
  readonly #file: string;
  /** Notes that are stored only when the run is; undefined afterwards. */
  #waiting: Problem[] | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** The notes of earlier sessions, without an incomplete last line. */
  read(): readonly Problem[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8').split('\n').flatMap(noteIn);
  }

  /** Starts a new run. */
  begin(): void {
    this.#waiting = [];
  }

  goOn(notes: readonly Problem[]): void {
    this.#waiting = undefined;
    if (notes.length > 0) storeWhole(this.#file, linesOf(notes));
  }

  /** As they were before `goOn`. */
  putBack(notes: readonly Problem[]): void {
    if (notes.length > 0) storeWhole(this.#file, linesOf(notes));
    else writing(this.#file, () => disk().remove(this.#file));
  }

  /** Called when the run is stored: replaces an earlier run's notes by the waiting ones. */
  store(): void {
    const notes = this.#waiting ?? [];
    this.#waiting = undefined;
    writing(this.#file, () => disk().remove(this.#file));
    if (notes.length > 0) storeWhole(this.#file, linesOf(notes));
  }

  add(note: Problem): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(note);
      return;
    }
    writing(this.#file, () => {
      const descriptor = disk().open(this.#file, 'a');
      try {
        writeAll(descriptor, linesOf([note]));
      } finally {
        disk().close(descriptor);
      }
    });
  }

  remove(): void {
    writing(this.#file, () => disk().remove(this.#file));
  }
}

function linesOf(notes: readonly Problem[]): string {
  return notes.map((note) => `${JSON.stringify(note)}\n`).join('');
}

function noteIn(line: string): readonly Problem[] {
  try {
    const note = JSON.parse(line) as unknown;
    return problemCheck(note) === undefined ? [note as Problem] : [];
  } catch {
    return [];
  }
}
