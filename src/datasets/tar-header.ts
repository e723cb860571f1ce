/**
 * The 512-byte header blocks of tar archives: v7, POSIX ustar and pax, GNU.
 * Source: IEEE Std 1003.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
 */
import { decodeName } from './decode-text.ts';

export const blockBytes = 512;

/**
 * What follows: a file; a link to one, by its path from the archive's root or relative to the link; something that is
 * not a file (folders, labels, global headers); something unsupported; or an extended header for the next entry.
 */
export type TarKind = 'file' | 'hard-link' | 'symbolic-link' | 'none' | 'odd' | 'pax' | 'gnu-path' | 'gnu-target';

export interface TarHeader {
  readonly path: string;
  readonly kind: TarKind;
  /** Length of the content, without its padding to whole blocks. */
  readonly sizeBytes: number;
  /** Of a link. */
  readonly target?: string;
  /** For an unsupported entry, in messages: "a device". */
  readonly what?: string;
  /** Extended sparse headers follow directly, each of which says whether there is another. */
  readonly isExtended?: true;
}

/** By type flag. */
const kinds = byLetter<TarKind>([
  ['\0', 'file'],
  ['07', 'file'],
  ['1', 'hard-link'],
  ['2', 'symbolic-link'],
  ['5DgV', 'none'],
  ['xX', 'pax'],
  ['L', 'gnu-path'],
  ['K', 'gnu-target'],
]);

/** Unsupported entries by type flag, for messages. */
const oddities = byLetter([
  ['34', 'a device'],
  ['6', 'a named pipe'],
  ['S', 'a sparse file'],
  ['M', 'part of a file on another volume'],
]);

/** Type flags of entries without content, whatever size their header gives. */
const bodiless: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

/** The header in a block, or undefined if the checksum does not match. */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  const sizeBytes = readNumber(block.subarray(124, 136));
  if (readNumber(block.subarray(148, 156)) !== checksum(block) || sizeBytes === undefined) return undefined;
  const flag = String.fromCharCode(block[156]!);
  const name = readText(block.subarray(0, 100));
  // With GNU's magic ("ustar  "), the prefix field has other content.
  const prefix = latin(block.subarray(257, 263)) === 'ustar\0' ? readText(block.subarray(345, 500)) : '';
  const kind = kinds.get(flag) ?? 'odd';
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    kind,
    sizeBytes: bodiless.has(flag) ? 0 : sizeBytes,
    ...(kind.endsWith('link') && { target: readText(block.subarray(157, 257)) }),
    ...(kind === 'odd' && { what: oddities.get(flag) ?? `of the unknown kind "${flag}"` }),
    ...(flag === 'S' && block[482] === 1 && { isExtended: true }),
  };
}

/** Records "<length> <key>=<value>\n", the length in bytes and counting itself. */
export function readPaxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(0x20, start);
    // The maximum number of digits of a length, plus one.
    const length = space < 0 ? NaN : Number(latin(bytes.subarray(start, Math.min(space, start + 16))));
    if (!Number.isInteger(length) || length <= space - start) break;
    const [key, ...value] = readText(bytes.subarray(space + 1, start + length - 1)).split('=');
    if (key !== undefined) records.set(key, value.join('='));
    start += length;
  }
  return records;
}

/** Up to the first NUL. */
export function readText(field: Uint8Array): string {
  const end = field.indexOf(0);
  return decodeName(end < 0 ? field : field.subarray(0, end));
}

export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Octal digits surrounded by spaces and NULs or, if the first bit is set, GNU's big-endian binary. */
function readNumber(field: Uint8Array): number | undefined {
  if (field[0]! & 0x80) {
    const value = field.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^ *([0-7]*)(?:[ \0]|$)/.exec(latin(field))?.[1];
  return digits === undefined ? undefined : parseInt(`0${digits}`, 8);
}

/** The sum of all bytes, with those of the checksum itself counted as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0);
}

function byLetter<Value>(rows: readonly (readonly [letters: string, value: Value])[]): ReadonlyMap<string, Value> {
  return new Map(rows.flatMap(([letters, value]) => Array.from(letters, (letter) => [letter, value] as const)));
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
