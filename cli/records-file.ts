/**
 * The records of a run that is going on: added line by line, and looked after, as somebody else may delete, shorten or
 * replace the file meanwhile.
 */
import { createHash } from 'node:crypto';
import { fstatSync, readFileSync, readSync, statSync, type Stats } from 'node:fs';
import { disk } from './disk.ts';
import { storeWhole, writeAll } from './files.ts';
import { writing } from './output-errors.ts';

/** What became of the records when the file was found changed. */
export interface RecordsLoss {
  /** Records that were there before. */
  readonly before: number;
  /** Of those, how many were stored anew from the deleted file, which was still open. */
  readonly restored: number;
  /** Ids of the pictures whose records are gone. */
  readonly lost: readonly string[];
}

export class RecordsFile {
  readonly #file: string;
  #descriptor: number;
  #sizeBytes: number;
  /** Id → what tells its line from others; lines themselves would not fit into memory. */
  readonly #digests: Map<string, string>;
  /** Some network folders give a file another number every time. */
  #hasNumber = true;

  /** @param lines that the file has, with their ids */
  constructor(file: string, lines: Iterable<readonly [id: string, line: string]>) {
    this.#file = file;
    this.#digests = new Map([...lines].map(([id, line]) => [id, digestOf(line)]));
    this.#descriptor = writing(file, () => disk().open(file, 'a+'));
    this.#sizeBytes = fstatSync(this.#descriptor).size;
  }

  /**
   * A whole line, at once: a run that is killed loses what was under way and no more.
   * @param line with its line feed
   * @returns what was lost before, where anything was
   * @throws CamLensError `output-unwritable`; what was begun of the line is cut off again
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

  /** Every record is read again and compared with what was written. */
  verify(): RecordsLoss | undefined {
    return this.#restore();
  }

  /** Brings all to the disk. */
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

  /** Where the disk is full, half a line may be there; readers leave it out, should it stay. */
  #cutOff(): void {
    try {
      disk().truncate(this.#descriptor, this.#sizeBytes);
    } catch {
      // The error of the writing itself is the one to tell.
    }
  }

  /** Undefined where the file at its place has every record. */
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

  /** A file of the same content and another number is a copy, or lies where numbers mean nothing. */
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

/** Lines with their line feeds; one that breaks off is none. */
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

/** Of a file that may have no name any more; nothing where even that is gone. */
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
