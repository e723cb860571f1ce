/** The file of a lock: it appears with its content or not at all, also in folders that several machines share. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { disk } from './disk.ts';
import { besideName, writeAll } from './files.ts';
import { outputError, writing } from './output-errors.ts';

/** @returns the descriptor of the lock; undefined where there is one already */
export function createLockFile(file: string, content: string): number | undefined {
  const aside = besideName(file);
  const descriptor = disk().open(aside, 'wx');
  try {
    writeAll(descriptor, content);
    // It appears with its content, or not at all.
    disk().link(aside, file);
    return descriptor;
  } catch (error) {
    disk().close(descriptor);
    const code = codeOf(error);
    // One that has just taken it tidies up what others have begun.
    if (code === 'EEXIST' || code === 'ENOENT') return undefined;
    if (!withoutLinks.has(code)) throw error;
  } finally {
    disk().remove(aside);
  }
  return createAt(file, content);
}

/** What file systems say that have no second names. */
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
  /** By the clock of the file system. */
  readonly changedMs: number;
}

/** Undefined where there is none. */
export function readLockFile(file: string): FoundLock | undefined {
  let descriptor: number;
  try {
    // Network folders look at a file afresh when it is opened.
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

/** The clocks of machines differ; that of the file system says when the lock was written, too. */
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

/** Only the lock that was judged: where somebody else has replaced it meanwhile, it is put back. */
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
    // A third has taken it; the one that lost it is told at its next record.
  } finally {
    disk().remove(aside);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
