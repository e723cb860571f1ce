/** Files that appear whole or not at all: written beside, brought to the disk, and renamed. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { disk } from './disk.ts';
import { writing } from './output-errors.ts';

/** A name beside a file that nobody else takes, on another machine neither. */
export function besideName(file: string): string {
  return `${file}.${randomUUID()}.part`;
}

/** A file that is written piece by piece. Every call throws CamLensError `output-unwritable` where it cannot be. */
export class WholeFile {
  readonly #file: string;
  readonly #aside: string;
  #descriptor: number | undefined;

  /** Nothing is written yet. */
  constructor(file: string) {
    this.#file = file;
    this.#aside = besideName(file);
  }

  append(piece: string | Uint8Array): void {
    writing(this.#file, () => writeAll(this.#open(), piece));
  }

  /** What was written is the file from now on. */
  finish(): void {
    this.prepare();
    this.put();
  }

  /** All is on the disk, beside the file: `put` needs no more room. */
  prepare(): void {
    writing(this.#file, () => {
      disk().sync(this.#open());
      this.#close();
    });
  }

  put(): void {
    writing(this.#file, () => disk().rename(this.#aside, this.#file));
    syncFolder(dirname(this.#file));
  }

  /** Removes what has come of a file that was not finished; no more can be done where that fails. */
  abandon(): void {
    try {
      this.#close();
      disk().remove(this.#aside);
    } catch {
      // What hindered the writing may hinder this too, and is told already.
    }
  }

  #open(): number {
    if (this.#descriptor === undefined) {
      disk().makeFolder(dirname(this.#file));
      this.#descriptor = disk().open(this.#aside, 'wx');
    }
    return this.#descriptor;
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) disk().close(descriptor);
  }
}

/** @throws CamLensError `output-unwritable` */
export function storeWhole(file: string, content: string | Uint8Array): void {
  const whole = new WholeFile(file);
  try {
    whole.append(content);
    whole.finish();
  } catch (error) {
    whole.abandon();
    throw error;
  }
}

/** A write may take less than it is given. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  let left = typeof content === 'string' ? Buffer.from(content) : content;
  while (left.length > 0) left = left.subarray(disk().write(descriptor, left));
}

/** A new name outlasts a loss of power when its folder does. */
function syncFolder(folder: string): void {
  try {
    const descriptor = disk().open(folder, 'r');
    try {
      disk().sync(descriptor);
    } finally {
      disk().close(descriptor);
    }
  } catch (error) {
    // Windows and some network folders know no such thing.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

/**
 * Before anything is measured: whether a file of that name could be stored. What is there stays as it is.
 * @param option by which it was named
 * @throws CamLensError `output-unwritable`
 */
export function checkFilePlace(option: string, file: string): void {
  const found = writing(`${option} ${file}`, () => statOf(file));
  if (found?.isDirectory() === true) {
    throw new CamLensError('output-unwritable', `${option} ${file} is a folder; the name of a file was expected.`);
  }
  checkFolderPlace(option, dirname(file), file);
}

/**
 * The same of a folder.
 * @param shown what messages call it
 * @throws CamLensError `output-unwritable`
 */
export function checkFolderPlace(option: string, folder: string, shown = folder): void {
  writing(`${option} ${shown}`, () => {
    const made = disk().makeFolder(folder);
    const trial = besideName(shown === folder ? join(folder, '.cam-lens') : shown);
    try {
      const descriptor = disk().open(trial, 'wx');
      try {
        // A full disk still takes names.
        writeAll(descriptor, new Uint8Array(4096));
      } finally {
        disk().close(descriptor);
      }
    } finally {
      disk().remove(trial);
      removeMade(folder, made);
    }
  });
}

/**
 * Takes back folders that were made and not used.
 * @param made the first of them, as `makeFolder` gives it
 */
export function removeMade(folder: string, made: string | undefined): void {
  if (made === undefined) return;
  try {
    for (let next = folder; next.startsWith(made); next = dirname(next)) disk().removeEmptyFolder(next);
  } catch {
    // One that has something in it stays.
  }
}

/** A folder of this process for as long as it works. */
export async function withOwnFolder<Result>(name: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = writing(tmpdir(), () => disk().makeOwnFolder(join(tmpdir(), `cam-lens-${name}-`)));
  try {
    return await work(folder);
  } finally {
    disk().removeFolder(folder);
  }
}

function statOf(file: string): ReturnType<typeof statSync> | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
