/**
 * The 512-byte header blocks of tar archives: v7, POSIX ustar and pax, GNU.
 * Source: IEEE Std 1003.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
 */

export const blockBytes = 512;

export interface TarHeader {
  readonly path: string;
  /** What follows: a file, something without content that matters, or words about the next entry. */
  readonly kind: 'file' | 'other' | 'pax' | 'gnu-path';
  /** Length of what follows, without its padding to whole blocks. */
  readonly sizeBytes: number;
}

/** By type flag. Links, devices, folders, volume labels and pax headers for all entries are `other`. */
const kinds: Readonly<Record<string, TarHeader['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  x: 'pax',
  L: 'gnu-path',
};

/** Type flags of entries that have no content, whatever size their header states. */
const bodiless: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

/** The header in a block, or undefined where its checksum says that it is none. */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  const sizeBytes = readNumber(block.subarray(124, 136));
  if (readNumber(block.subarray(148, 156)) !== checksum(block) || sizeBytes === undefined) return undefined;
  const flag = String.fromCharCode(block[156]!);
  const name = readText(block.subarray(0, 100));
  // Where the magic is GNU's ("ustar  "), other things stand in the place of the prefix.
  const prefix = latin(block.subarray(257, 263)) === 'ustar\0' ? readText(block.subarray(345, 500)) : '';
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    kind: kinds[flag] ?? 'other',
    sizeBytes: bodiless.has(flag) ? 0 : sizeBytes,
  };
}

/** Records "<length> <key>=<value>\n", the length in bytes and counting itself. */
export function readPaxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(0x20, start);
    const length = Number(latin(bytes.subarray(start, space)));
    if (space < 0 || !Number.isInteger(length) || length <= space - start) break;
    const [key, ...value] = readText(bytes.subarray(space + 1, start + length - 1)).split('=');
    if (key !== undefined) records.set(key, value.join('='));
    start += length;
  }
  return records;
}

/** UTF-8 up to the first NUL. */
export function readText(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(end < 0 ? field : field.subarray(0, end));
}

export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Octal digits between spaces and NULs or, where the first bit is set, GNU's big-endian binary. */
function readNumber(field: Uint8Array): number | undefined {
  if (field[0]! & 0x80) {
    const value = field.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^ *([0-7]*)(?:[ \0]|$)/.exec(latin(field))?.[1];
  return digits === undefined ? undefined : parseInt(`0${digits}`, 8);
}

/** The sum of all bytes, those of the checksum itself taken as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0);
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
