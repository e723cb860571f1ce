/**
 * The chunks of a PNG that its pixels depend on, checked before anything is decoded. What else a file holds, such as a
 * compressed colour profile, could take any amount of memory. Source: PNG Specification (Third Edition), W3C, 5 and 11.
 */
import { Unzlib } from 'fflate';
import { CamLensError } from '../errors.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
}

const signature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const critical: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** A second one would replace the first after it was checked. */
const single: ReadonlySet<string> = new Set(['IHDR', 'PLTE']);

/** Colour type → samples per pixel. */
const channelsOf: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Compressed bytes that are expanded at once: each becomes 1032 at most. */
const atOnce = 2 ** 14;

/**
 * @param place name of the file in messages
 * @param most pixels, and bytes of all pixels
 * @param check throws if the header will not do, before anything is expanded
 * @returns the same picture without its other chunks
 * @throws CamLensError `annotation-unreadable`, `limit-exceeded`
 */
export function criticalPng(
  bytes: Uint8Array<ArrayBuffer>,
  place: string,
  most: { readonly pixels: number; readonly bytes: number },
  check: (header: PngHeader) => void,
): { header: PngHeader; file: Uint8Array<ArrayBuffer> } {
  const damaged = (why: string): CamLensError =>
    new CamLensError('annotation-unreadable', `${place} is not a valid PNG: ${why}.`);
  if (!signature.every((byte, i) => bytes[i] === byte)) throw damaged('it does not start as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array<ArrayBuffer>[] = [bytes.subarray(0, signature.length)];
  const compressed: Uint8Array<ArrayBuffer>[] = [];
  const seen = new Set<string>();
  let header: (PngHeader & { readonly rowBytes: number }) | undefined;
  for (let at = signature.length, type = ''; type !== 'IEND';) {
    if (at + 12 > bytes.length) throw damaged('it is cut off');
    const length = view.getUint32(at);
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) throw damaged('it is cut off');
    if (header === undefined && (type !== 'IHDR' || length !== 13)) throw damaged('it has no header');
    header ??= headerOf(new DataView(bytes.buffer, bytes.byteOffset + at + 8, length), place, damaged);
    if (single.has(type) && seen.has(type)) throw damaged(`it has two chunks ${type}`);
    if (single.has(type)) seen.add(type);
    if (critical.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') compressed.push(bytes.subarray(at + 8, end - 4));
    at = end;
  }
  const { rowBytes, ...read } = header!;
  check(read);
  const size = read.height * (1 + rowBytes);
  if (read.width * read.height > most.pixels || size > most.bytes) {
    throw new CamLensError(
      'limit-exceeded',
      `${place} has ${read.width} × ${read.height} pixels, ${size} bytes; the limit for masks is ${most.pixels} pixels ` +
        `and ${most.bytes} bytes.`,
    );
  }
  if (!expandsTo(size, compressed)) throw damaged('its data does not have the size that its header gives');
  return { header: read, file: joined(kept) };
}

function headerOf(
  view: DataView,
  place: string,
  damaged: (why: string) => CamLensError,
): PngHeader & { readonly rowBytes: number } {
  const [width, height, depth] = [view.getUint32(0), view.getUint32(4), view.getUint8(8)];
  const channels = channelsOf.get(view.getUint8(9));
  if (width === 0 || height === 0 || channels === undefined) throw damaged('its header is damaged');
  if (view.getUint8(12) !== 0) {
    throw new CamLensError('annotation-unreadable', `${place} is interlaced; save it without interlacing.`);
  }
  return { width, height, depth, rowBytes: Math.ceil((width * channels * depth) / 8) };
}

/** In pieces that are not kept, so that no file can take more memory than its header states. */
function expandsTo(size: number, compressed: readonly Uint8Array<ArrayBuffer>[]): boolean {
  let [expanded, isOver] = [0, false];
  const inflate = new Unzlib((chunk, isLast) => {
    expanded += chunk.length;
    isOver ||= isLast;
  });
  try {
    for (const bytes of compressed) {
      for (let at = 0; at < bytes.length && expanded <= size; at += atOnce) {
        inflate.push(bytes.slice(at, at + atOnce), false);
      }
    }
    if (expanded <= size) inflate.push(new Uint8Array(), true);
  } catch {
    return false;
  }
  return isOver && expanded === size;
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
