/**
 * The records of a run in progress: appended line by line, and checked, because the file may be deleted, truncated or
 * replaced meanwhile.
 */
import { createHash } from 'node:crypto';
import { fstatSync, readFileSync, readSync, statSync, type Stats } from 'node:fs';
import { disk } from './disk.ts';
import { storeWhole, writeAll } from './files.ts';
import { writing } from './output-errors.ts';

/** What happened to the records when the file was changed by others. */
export interface RecordsLoss {
  /** Number of records before the change. */
  readonly before: number;
  /** Number of those restored from the deleted file, which was still open. */
  readonly restored: number;
  /** Ids of the pictures whose records are gone. */
  readonly lost: readonly string[];
}

export class RecordsFile {
  readonly #file: string;
  #descriptor: number;
  #sizeBytes: number;
  /** Id → hash of its line; the lines themselves would not fit in memory. */
  readonly #digests: Map<string, string>;
  /** False in some network folders, where the inode number of a file changes. */
  #hasNumber = true;

  /** @param lines in the file, with their ids */
  constructor(file: string, lines: Iterable<readonly [id: string, line: string]>) {
    this.#file = file;
    this.#digests = new Map([...lines].map(([id, line]) => [id, digestOf(line)]));
    this.#descriptor = writing(file, () => disk().open(file, 'a+'));
    this.#sizeBytes = fstatSync(this.#descriptor).size;
  }

  /**
   * Appends a whole line in one write, so that a killed run loses only the pictures in progress.
   * @param line including its line feed
   * @returns earlier losses, if any
   * @throws CamLensError `output-unwritable`; a partly written line is removed
   */
  append(id: string, line: string): RecordsLoss | undefined {
    const loss = this.#isUntouched() ? undefined : this.#restore();
    const bytes = Buffer.from(line);
    writing(this.#file, () => {
      try {
        writeAll(this.#descriptor, bytes);
      } catch (error) {
        this.#cutOff();
        throw error;
      }
    });
    this.#sizeBytes += bytes.length;
    this.#digests.set(id, digestOf(line));
    return loss;
  }

  /** Reads every record again and compares it with what was written. */
  verify(): RecordsLoss | undefined {
    return this.#restore();
  }

  /** Flushes everything to the disk. */
  sync(): void {
    writing(this.#file, () => disk().sync(this.#descriptor));
  }

  close(): void {
    disk().close(this.#descriptor);
  }

  #isUntouched(): boolean {
    const found = statOf(this.#file);
    if (found?.size !== this.#sizeBytes) return false;
    const own = fstatSync(this.#descriptor);
    return !this.#hasNumber || (found.ino === own.ino && found.dev === own.dev);
  }

  /** Removes the partial line left by a full disk; if that fails, readers ignore it. */
  #cutOff(): void {
    try {
      disk().truncate(this.#descriptor, this.#sizeBytes);
    } catch {
      // The error of the write itself is reported.
    }
  }

  /** Undefined if the file has every record. */
  #restore(): RecordsLoss | undefined {
    const before = this.#digests.size;
    const there = readOrNothing(this.#file);
    const present = byDigest(there);
    const missing = [...this.#digests].filter(([, digest]) => !present.has(digest));
    if (missing.length === 0 && (there === '' || there.endsWith('\n'))) {
      if (statOf(this.#file) !== undefined) this.#hasNumber = this.#isOwn();
      this.#reopen();
      return undefined;
    }
    const left = byDigest(contentOf(this.#descriptor));
    const lost = missing.flatMap(([id, digest]) => (left.has(digest) ? [] : [id]));
    for (const id of lost) this.#digests.delete(id);
    const lines = [...this.#digests.values()].map((digest) => present.get(digest) ?? left.get(digest) ?? '');
    storeWhole(this.#file, lines.join(''));
    this.#reopen();
    return missing.length === 0 ? undefined : { before, restored: missing.length - lost.length, lost };
  }

  /** A file with the same content and another inode is a copy, or is in a folder where inodes change. */
  #isOwn(): boolean {
    const [found, own] = [statOf(this.#file), fstatSync(this.#descriptor)];
    return found === undefined || (found.ino === own.ino && found.dev === own.dev);
  }

  #reopen(): void {
    const before = this.#descriptor;
    this.#descriptor = writing(this.#file, () => disk().open(this.#file, 'a+'));
    disk().close(before);
    this.#sizeBytes = fstatSync(this.#descriptor).size;
  }
}

function statOf(file: string): Stats | undefined {
  return writing(file, () => statSync(file, { throwIfNoEntry: false }));
}

/** Complete lines with their line feeds; an incomplete last line is ignored. */
function byDigest(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').slice(0, -1);
  return new Map(lines.map((line) => [digestOf(`${line}\n`), `${line}\n`]));
}

function digestOf(line: string): string {
  return createHash('sha256').update(line).digest('base64').slice(0, 16);
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Content of an open file, which may have been deleted; empty if it cannot be read. */
function contentOf(descriptor: number): string {
  try {
    const bytes = Buffer.alloc(fstatSync(descriptor).size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.toString('utf8', 0, length);
  } catch {
    return '';
  }
}
