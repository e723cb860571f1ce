/** A file that the page sends in pieces, one request after another; it appears whole or not at all. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mostUploadBytes } from './body-limits.ts';
import { asideOf, Refusal } from './transfer.ts';

export class Upload {
  readonly #file: string;
  readonly #aside: string;
  readonly #mostBytes: number;
  #sizeBytes = 0;
  #isBegun = false;

  constructor(file: string, mostBytes = mostUploadBytes) {
    this.#file = file;
    this.#aside = asideOf(file);
    this.#mostBytes = mostBytes;
  }

  /** @throws Refusal 413 once the pieces have more bytes together than the file may have */
  async append(piece: Readable): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const flags = this.#isBegun ? 'a' : 'wx';
    this.#isBegun = true;
    const written = createWriteStream(this.#aside, { flags });
    await pipeline(piece, written);
    this.#sizeBytes += written.bytesWritten;
    if (this.#sizeBytes > this.#mostBytes) throw new Refusal(413);
  }

  /** All pieces are there. */
  async finish(): Promise<void> {
    await rename(this.#aside, this.#file);
  }

  /** Removes what has come of a file that was not finished. */
  async abandon(): Promise<void> {
    await rm(this.#aside, { force: true });
  }
}
