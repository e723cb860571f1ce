/** Where files come from: an archive, a folder or a listing on a server, all read alike. */
import type { Report } from './problems.ts';

export interface Entry {
  /** As the source writes it, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** How many entries of the source may be read at once: of a stream one. */
  readonly atOnce: number;
  /**
   * The whole content. Of an archive it can be had only until the next entry is asked for, and once; of everything
   * else at any time. Undefined where it cannot be read: the source has then reported why.
   */
  read(): Promise<Blob | undefined>;
  /**
   * The same as text instead (see decode-text.ts). Where the content comes in a stream, no Blob is made of it: a browser keeps its
   * Blobs in another process, and the way there and back takes longer than reading a small file.
   */
  readText(): Promise<string | undefined>;
}

export interface DataSource {
  /** What messages call it: the archive's or the folder's name. */
  readonly name: string;
  /** Every file from the beginning, anew at each call, one at a time. Leaving the loop early closes the source. */
  open(report: Report): AsyncIterable<Entry>;
}
