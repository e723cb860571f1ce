/** Any bytes of a file, read in pieces; usually the first piece is enough. */

/** EXIF with a preview has at most this size, and comes first. */
const pieceBytes = 2 ** 16;

export class FileWindow {
  readonly #file: Blob;
  #start = 0;
  #piece = new Uint8Array();

  constructor(file: Blob) {
    this.#file = file;
  }

  get sizeBytes(): number {
    return this.#file.size;
  }

  /** Fewer only at the end of the file. */
  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(offset + length, this.#file.size);
    if (offset < this.#start || end > this.#start + this.#piece.byteLength) {
      this.#start = offset;
      const piece = this.#file.slice(offset, offset + Math.max(length, pieceBytes));
      this.#piece = new Uint8Array(await piece.arrayBuffer());
    }
    return this.#piece.subarray(offset - this.#start, Math.max(offset, end) - this.#start);
  }

  /** Undefined beyond the end of the file. */
  async view(offset: number, length: number): Promise<DataView | undefined> {
    const bytes = await this.bytes(offset, length);
    return bytes.byteLength < length ? undefined : new DataView(bytes.buffer, bytes.byteOffset, length);
  }
}

/** ASCII. */
export function letters(view: DataView | undefined, offset: number, count: number): string {
  let text = '';
  for (let i = 0; i < count && view !== undefined && offset + i < view.byteLength; i++) {
    text += String.fromCharCode(view.getUint8(offset + i));
  }
  return text;
}
