/** A file that the page sends in pieces, one request after another; it appears whole or not at all. */
import type { Readable } from 'node:stream';
import { mostUploadBytes } from './body-limits.ts';
import { WholeFile } from './files.ts';
import { Refusal } from './transfer.ts';

export class Upload {
  readonly #file: WholeFile;
  readonly #mostBytes: number;
  #sizeBytes = 0;

  constructor(file: string, mostBytes = mostUploadBytes) {
    this.#file = new WholeFile(file);
    this.#mostBytes = mostBytes;
  }

  /**
   * @throws Refusal 413 once the pieces have more bytes together than the file may have; CamLensError `output-unwritable`
   */
  async append(piece: Readable): Promise<void> {
    // A file of no bytes is one, too.
    this.#file.append('');
    for await (const bytes of piece as AsyncIterable<Uint8Array>) {
      this.#sizeBytes += bytes.length;
      if (this.#sizeBytes > this.#mostBytes) throw new Refusal(413);
      this.#file.append(bytes);
    }
  }

  /** All pieces are there. */
  async finish(): Promise<void> {
    this.#file.finish();
  }

  /** Removes what has come of a file that was not finished. */
  async abandon(): Promise<void> {
    this.#file.abandon();
  }
}
