/** A file that the page sends in pieces, one request after another; it appears whole or not at all. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export class Upload {
  readonly #file: string;
  readonly #aside: string;
  #isBegun = false;

  constructor(file: string) {
    this.#file = file;
    this.#aside = `${file}.${String(process.pid)}.part`;
  }

  async append(piece: Readable): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const flags = this.#isBegun ? 'a' : 'w';
    this.#isBegun = true;
    await pipeline(piece, createWriteStream(this.#aside, { flags }));
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
