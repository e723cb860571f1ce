/** Whole picture files with EXIF put into them. */

type Bytes = Uint8Array<ArrayBuffer>;
type Chunk = readonly [type: string, content: Uint8Array];

/** The chunks of a WebP file. */
export function riffChunks(file: Bytes): Chunk[] {
  const view = new DataView(file.buffer);
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= file.length;) {
    const length = view.getUint32(at + 4, true);
    chunks.push([String.fromCharCode(...file.subarray(at, at + 4)), file.subarray(at + 8, at + 8 + length)]);
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** An extended WebP file that has EXIF among these chunks. */
export function webpOf(width: number, height: number, chunks: readonly Chunk[]): Bytes {
  const head = new Uint8Array(10);
  const view = new DataView(head.buffer);
  view.setUint8(0, 0x08);
  view.setUint32(4, width - 1, true);
  view.setUint16(7, height - 1, true);
  const parts = [['VP8X', head] as const, ...chunks].map(([type, content]) => {
    const part = new Uint8Array(8 + content.length + (content.length % 2));
    part.set(letters(type));
    new DataView(part.buffer).setUint32(4, content.length, true);
    part.set(content, 8);
    return part;
  });
  const body = joined([letters('WEBP'), ...parts]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  return joined([letters('RIFF'), length, body]);
}

/** A PNG file with one more chunk behind its header. */
export function pngWithChunk(file: Bytes, type: string, content: Uint8Array): Bytes {
  const chunk = new Uint8Array(12 + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set(letters(type), 4);
  chunk.set(content, 8);
  view.setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  const headerEnd = 8 + 25;
  return joined([file.subarray(0, headerEnd), chunk, file.subarray(headerEnd)]);
}

function letters(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
