/**
 * What gzip has packed, unpacked as it is asked for. The browser's own decompressor takes one member; where it fails, as it
 * does behind the first of several (`cat a.gz b.gz`, bgzip), another goes on that is slower and takes them all.
 */
import { Gunzip } from 'fflate';
import { ByteReader } from './byte-reader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes taken at once where every byte may stand for a thousand. */
const mostPacked = 2 ** 14;

/** Length of what stands behind a member: the CRC-32 of its content, and the content's length. */
const trailerBytes = 8;

/**
 * @param packed from the beginning
 * @param reopen the same again
 * @throws TypeError where it is damaged or breaks off; everything before has been given
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
    // Whether it is damaged, the other says.
  } finally {
    await native.cancel();
  }
  for await (const chunk of unpackMembers(await reopen())) {
    const known = Math.min(given, chunk.byteLength);
    given -= known;
    if (known < chunk.byteLength) yield chunk.subarray(known);
  }
}

/** Every member of a gzip file, one after the other, each checked. */
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

/** Holds the content of each member to what stands behind it, which the decompressor passes over. */
class MemberCheck {
  #crc = -1;
  #length = 0;
  /** What was taken last, packed, and where in the file it ends. */
  #tail = new Uint8Array();
  #taken = 0;

  add(content: Uint8Array): void {
    this.#length += content.byteLength;
    for (const byte of content) this.#crc = crcTable[(this.#crc ^ byte) & 255]! ^ (this.#crc >>> 8);
  }

  take(packed: Uint8Array): void {
    // A member's header is short, unless it holds a name: then its trailer lies further back than this and is not checked.
    const kept = new Uint8Array(Math.min(this.#tail.byteLength, mostPacked) + packed.byteLength);
    kept.set(this.#tail.subarray(this.#tail.byteLength - (kept.byteLength - packed.byteLength)));
    kept.set(packed, kept.byteLength - packed.byteLength);
    this.#tail = kept;
    this.#taken += packed.byteLength;
  }

  /** @param place of the trailer, from the beginning; the last bytes there are unless said */
  end(place = this.#taken - trailerBytes): void {
    const start = place - (this.#taken - this.#tail.byteLength);
    if (start >= 0) {
      const trailer = new DataView(this.#tail.buffer, start, trailerBytes);
      const [crc, length] = [trailer.getUint32(0, true), trailer.getUint32(4, true)];
      if (crc !== ~this.#crc >>> 0 || length !== this.#length >>> 0) throw new TypeError('A gzip member is damaged.');
    } else if (place < 0) throw new TypeError('The gzip file breaks off.');
    this.#crc = -1;
    this.#length = 0;
  }
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Asks for nothing ahead. */
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
