/** Creates, reads and removes lock files, atomically, also in folders shared by several machines. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { disk } from './disk.ts';
import { besideName, writeAll } from './files.ts';
import { outputError, writing } from './output-errors.ts';

/** @returns the descriptor of the lock; undefined if there is one already */
export function createLockFile(file: string, content: string): number | undefined {
  const aside = besideName(file);
  const descriptor = disk().open(aside, 'wx');
  try {
    writeAll(descriptor, content);
    // A link makes the file appear together with its content.
    disk().link(aside, file);
    return descriptor;
  } catch (error) {
    disk().close(descriptor);
    const code = codeOf(error);
    // A process that has just taken the lock removes the temporary files of others.
    if (code === 'EEXIST' || code === 'ENOENT') return undefined;
    if (!withoutLinks.has(code)) throw error;
  } finally {
    disk().remove(aside);
  }
  return createAt(file, content);
}

/** Error codes of file systems without hard links. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

function createAt(file: string, content: string): number | undefined {
  let descriptor: number;
  try {
    descriptor = disk().open(file, 'wx');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  try {
    writeAll(descriptor, content);
    return descriptor;
  } catch (error) {
    disk().close(descriptor);
    disk().remove(file);
    throw error;
  }
}

export interface FoundLock {
  readonly content: string;
  /** Modification time by the clock of the file system, in milliseconds. */
  readonly changedMs: number;
}

/** Undefined if there is no lock. */
export function readLockFile(file: string): FoundLock | undefined {
  let descriptor: number;
  try {
    // Network folders refresh a file's attributes when it is opened.
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw outputError(file, error);
  }
  try {
    const content = readFileSync(descriptor, 'utf8');
    return { content, changedMs: fstatSync(descriptor).mtimeMs };
  } catch (error) {
    throw outputError(file, error);
  } finally {
    closeSync(descriptor);
  }
}

/** The current time by the clock that also dates the lock, because the clocks of machines differ. */
export function fileSystemNowMs(file: string): number {
  const aside = besideName(file);
  return writing(file, () => {
    const descriptor = disk().open(aside, 'wx');
    try {
      return fstatSync(descriptor).mtimeMs;
    } finally {
      disk().close(descriptor);
      disk().remove(aside);
    }
  });
}

/** Removes the lock only if it is still the one that was found dead; one that has replaced it is put back. */
export function takeLockAway(file: string, judged: string): void {
  const aside = besideName(file);
  try {
    disk().rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw outputError(file, error);
  }
  try {
    if (readLockFile(aside)?.content !== judged) disk().link(aside, file);
  } catch {
    // A third process has taken the lock; the process that lost it finds out with its next record.
  } finally {
    disk().remove(aside);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
