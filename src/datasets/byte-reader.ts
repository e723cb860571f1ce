/** A stream of bytes, read in pieces of requested size; never holds more than one chunk. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #position = 0;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader();
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#position;
  }

  /** The next 1 … `most` bytes, without a copy; undefined at the end of the stream. */
  async some(most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (this.#rest.byteLength === 0) {
      const { value } = await this.#reader.read();
      if (value === undefined) return undefined;
      this.#rest = value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.byteLength);
    this.#position += piece.byteLength;
    return piece;
  }

  /** The next `count` bytes; fewer only at the end of the stream. */
  async exactly(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const piece = await this.some(count - filled);
      if (piece === undefined) return bytes.subarray(0, filled);
      bytes.set(piece, filled);
      filled += piece.byteLength;
    }
    return bytes;
  }

  /** Returns bytes to the stream, to be read again. */
  putBack(bytes: Uint8Array<ArrayBuffer>): void {
    const joined = new Uint8Array(bytes.byteLength + this.#rest.byteLength);
    joined.set(bytes);
    joined.set(this.#rest, bytes.byteLength);
    this.#rest = joined;
    this.#position -= bytes.byteLength;
  }

  /** The rest, as a stream that reads nothing ahead. */
  toStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream(
      {
        pull: async (controller) => {
          const piece = await this.some(Infinity);
          if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        },
        cancel: () => this.cancel(),
      },
      { highWaterMark: 0 },
    );
  }

  /** Discards the rest. */
  async cancel(): Promise<void> {
    // A stream that has failed has nothing left to close.
    await this.#reader.cancel().catch(() => undefined);
  }
}
