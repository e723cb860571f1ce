/**
 * Decompresses gzip on demand. The browser's own decompressor reads only one member; where it fails, as it does after
 * the first of several (`cat a.gz b.gz`, bgzip), a slower one that handles all of them continues.
 */
import { Gunzip } from 'fflate';
import { ByteReader } from './byte-reader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes read at once: each may expand to a thousand. */
const mostPacked = 2 ** 14;

/** Length of a member's trailer: the CRC-32 of its content, and the content's length. */
const trailerBytes = 8;

/**
 * @param packed from the start
 * @param reopen the same again
 * @throws TypeError if it is damaged or truncated, after everything before has been output
 */
export function gunzip(packed: ByteReader, reopen: () => Promise<ByteReader>): ReadableStream<Bytes> {
  return toStream(unpacked(packed, reopen));
}

async function* unpacked(packed: ByteReader, reopen: () => Promise<ByteReader>): AsyncGenerator<Bytes> {
  let given = 0;
  const native = new ByteReader(packed.toStream().pipeThrough(new DecompressionStream('gzip')));
  try {
    for (;;) {
      const chunk = await native.some(Infinity);
      if (chunk === undefined) return;
      yield chunk;
      given += chunk.byteLength;
    }
  } catch {
    // The other decompressor reports whether it is damaged.
  } finally {
    await native.cancel();
  }
  for await (const chunk of unpackMembers(await reopen())) {
    const known = Math.min(given, chunk.byteLength);
    given -= known;
    if (known < chunk.byteLength) yield chunk.subarray(known);
  }
}

/** Every member of a gzip file, in order, each verified. */
export async function* unpackMembers(packed: ByteReader): AsyncGenerator<Bytes> {
  const check = new MemberCheck();
  const content: Bytes[] = [];
  const gunzip = new Gunzip((chunk) => {
    check.add(chunk);
    if (chunk.byteLength > 0) content.push(chunk.slice());
  });
  gunzip.onmember = (start) => check.end(start - trailerBytes);
  try {
    for (;;) {
      const piece = await packed.some(mostPacked);
      check.take(piece ?? new Uint8Array());
      try {
        gunzip.push(piece ?? new Uint8Array(), piece === undefined);
        if (piece === undefined) check.end();
      } finally {
        yield* content.splice(0);
      }
      if (piece === undefined) return;
    }
  } finally {
    await packed.cancel();
  }
}

/** Verifies the content of each member against its trailer, which the decompressor ignores. */
class MemberCheck {
  #crc = -1;
  #length = 0;
  /** The compressed bytes read last, and where in the file they end. */
  #tail = new Uint8Array();
  #taken = 0;

  add(content: Uint8Array): void {
    this.#length += content.byteLength;
    for (const byte of content) this.#crc = crcTable[(this.#crc ^ byte) & 255]! ^ (this.#crc >>> 8);
  }

  take(packed: Uint8Array): void {
    // A member's header is short, unless it contains a name: then its trailer is further back than this and is not
    // checked.
    const kept = new Uint8Array(Math.min(this.#tail.byteLength, mostPacked) + packed.byteLength);
    kept.set(this.#tail.subarray(this.#tail.byteLength - (kept.byteLength - packed.byteLength)));
    kept.set(packed, kept.byteLength - packed.byteLength);
    this.#tail = kept;
    this.#taken += packed.byteLength;
  }

  /** @param place of the trailer, from the start; default: the last bytes read */
  end(place = this.#taken - trailerBytes): void {
    const start = place - (this.#taken - this.#tail.byteLength);
    if (start >= 0) {
      const trailer = new DataView(this.#tail.buffer, start, trailerBytes);
      const [crc, length] = [trailer.getUint32(0, true), trailer.getUint32(4, true)];
      if (crc !== ~this.#crc >>> 0 || length !== this.#length >>> 0) throw new TypeError('A gzip member is damaged.');
    } else if (place < 0) throw new TypeError('The gzip file is truncated.');
    this.#crc = -1;
    this.#length = 0;
  }
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Reads nothing ahead. */
function toStream(chunks: AsyncGenerator<Bytes>): ReadableStream<Bytes> {
  return new ReadableStream(
    {
      pull: async (controller) => {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: async () => {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
