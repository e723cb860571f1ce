/** PNG files written from their parts, for kinds that encoders do not write. */
import { zlibSync } from 'fflate';

export interface PngParts {
  readonly width: number;
  /** Default: the number of rows. */
  readonly height?: number;
  /** Values of the pixels, 0 … 2 ** depth − 1. */
  readonly rows: readonly (readonly number[])[];
  readonly depth: 1 | 2 | 4 | 8;
  /** Without, grey. */
  readonly palette?: readonly (readonly number[])[];
  /** Further chunks, before the data. */
  readonly chunks?: readonly (readonly [type: string, bytes: Uint8Array])[];
  /** Compressed; default: the rows. */
  readonly data?: Uint8Array;
}

export function pngOf({ width, rows, depth, palette, ...parts }: PngParts): Uint8Array<ArrayBuffer> {
  const { height = rows.length, chunks = [] } = parts;
  const bytes = rows.flatMap((row) => {
    const bits = row.map((value) => value.toString(2).padStart(depth, '0')).join('');
    // Each row starts with its filter, none.
    return [0, ...(bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2))];
  });
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth);
  header.setUint8(9, palette === undefined ? 0 : 3);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', new Uint8Array(header.buffer)),
    ...chunks.flatMap(([type, content]) => chunk(type, content)),
    ...(palette === undefined ? [] : chunk('PLTE', Uint8Array.from(palette.flat()))),
    ...chunk('IDAT', parts.data ?? zlibSync(Uint8Array.from(bytes))),
    ...chunk('IEND', new Uint8Array()),
  ]);
}

export function chunk(type: string, content: Uint8Array): number[] {
  const body = [...new TextEncoder().encode(type), ...content];
  return [...word(content.length), ...body, ...word(crcOf(body))];
}

function word(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

/** PNG Specification (Third Edition), D, bit by bit. */
function crcOf(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
