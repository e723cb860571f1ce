/** Where files come from: an archive, a folder or a listing on a server, with the same interface. */
import type { ReportProblem } from './problems.ts';

export interface Entry {
  /** As in the source, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Where the content begins in the source's file, in bytes; undefined if that is compressed, or there is none. */
  readonly at?: number;
  /** How many entries of the source may be read at once; one for a stream. */
  readonly atOnce: number;
  /**
   * The whole content. For an archive it is available only until the next entry is requested, and only once; otherwise
   * at any time. Undefined if it cannot be read: the source has then reported why.
   */
  read(): Promise<Blob | undefined>;
  /**
   * The same as text (see decode-text.ts). If the content is streamed, no Blob is made: a browser keeps Blobs in
   * another process, and the round trip takes longer than reading a small file.
   */
  readText(): Promise<string | undefined>;
}

export interface DataSource {
  /** The archive's or the folder's name, for messages. */
  readonly name: string;
  /** Every file from the start, again at each call, one at a time. Leaving the loop early closes the source. */
  open(report: ReportProblem): AsyncIterable<Entry>;
}
