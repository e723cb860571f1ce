/** Atomic writing: a temporary file beside the target is written, synced and renamed. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { disk } from './disk.ts';
import { writing } from './output-errors.ts';

/** A unique name beside a file, also among machines. */
export function besideName(file: string): string {
  return `${file}.${randomUUID()}.part`;
}

/** A file that is written in pieces. Every call throws CamLensError `output-unwritable` if writing fails. */
export class WholeFile {
  readonly #file: string;
  readonly #aside: string;
  #descriptor: number | undefined;

  /** Writes nothing yet. */
  constructor(file: string) {
    this.#file = file;
    this.#aside = besideName(file);
  }

  append(piece: string | Uint8Array): void {
    writing(this.#file, () => writeAll(this.#open(), piece));
  }

  /** Replaces the target with the written content. */
  finish(): void {
    this.prepare();
    this.put();
  }

  /** Syncs everything to the disk beside the target, so that `put` needs no more space. */
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

  /** Removes an unfinished file; ignores errors. */
  abandon(): void {
    try {
      this.#close();
      disk().remove(this.#aside);
    } catch {
      // The error that prevented writing may prevent this too, and was already reported.
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

/** Repeats writes, which may be partial. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  let left = typeof content === 'string' ? Buffer.from(content) : content;
  while (left.length > 0) left = left.subarray(disk().write(descriptor, left));
}

/** A new name survives a power failure only once its folder is synced. */
function syncFolder(folder: string): void {
  try {
    const descriptor = disk().open(folder, 'r');
    try {
      disk().sync(descriptor);
    } finally {
      disk().close(descriptor);
    }
  } catch (error) {
    // Windows and some network folders do not support this.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

/**
 * Checks, before anything is measured, that a file with this name could be written. An existing file is not changed.
 * @param option that names the file
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
 * As `checkFilePlace`, for a folder.
 * @param shown name of the folder in messages
 * @throws CamLensError `output-unwritable`
 */
export function checkFolderPlace(option: string, folder: string, shown = folder): void {
  writing(`${option} ${shown}`, () => {
    const made = disk().makeFolder(folder);
    const trial = besideName(shown === folder ? join(folder, '.cam-lens') : shown);
    try {
      const descriptor = disk().open(trial, 'wx');
      try {
        // Writing a byte is necessary, because even a full disk accepts new names.
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
 * Removes folders that were created and not used.
 * @param made the first of them, as returned by `makeFolder`
 */
export function removeMade(folder: string, made: string | undefined): void {
  if (made === undefined) return;
  try {
    for (let next = folder; next.startsWith(made); next = dirname(next)) disk().removeEmptyFolder(next);
  } catch {
    // A folder that is not empty stays.
  }
}

/** Runs `work` with a temporary folder, which is created on first use and removed at the end. */
export async function withOwnFolder<Result>(
  name: string,
  work: (folder: () => string) => Promise<Result>,
): Promise<Result> {
  let made: string | undefined;
  const make = (): string => writing(tmpdir(), () => disk().makeOwnFolder(join(tmpdir(), `cam-lens-${name}-`)));
  try {
    return await work(() => (made ??= make()));
  } finally {
    if (made !== undefined) disk().removeFolder(made);
  }
}

function statOf(file: string): ReturnType<typeof statSync> | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
