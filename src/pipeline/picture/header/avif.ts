/**
 * The size of an AVIF's primary item, and its orientation, which AVIF stores in properties of the item, not in EXIF.
 * Source: ISO/IEC 14496-12 and 23008-12 (HEIF); AOM, AVIF 1.1.
 */
import { letters, type FileWindow } from './file-window.ts';
import { mostParts, type HeaderWords, type Orientation, type StoredSize } from './header.ts';

/** A picture's metadata are short; larger ones are not read. */
const mostMetaBytes = 2 ** 20;

interface BoxPart {
  readonly type: string;
  readonly content: DataView;
}

/** Anticlockwise quarter turns → the mirroring after them (none, top with bottom, left with right). */
const orientations: readonly (readonly [Orientation, Orientation, Orientation])[] = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
];

export async function readAvif(file: FileWindow): Promise<HeaderWords> {
  const meta = await findMeta(file);
  return meta === undefined ? { size: undefined, orientation: 1 } : readMeta(meta);
}

async function findMeta(file: FileWindow): Promise<DataView | undefined> {
  for (let [at, parts] = [0, 0]; parts < mostParts; parts++) {
    const head = await file.view(at, 8);
    const length = head?.getUint32(0) ?? 0;
    if (head === undefined || length < 8) return undefined;
    if (letters(head, 4, 4) === 'meta' && length <= mostMetaBytes) return file.view(at + 8, length - 8);
    at += length;
  }
  return undefined;
}

function readMeta(meta: DataView): HeaderWords {
  const parts = boxesIn(from(meta, 4));
  const properties = boxesIn(parts.find(({ type }) => type === 'iprp')?.content);
  const all = boxesIn(properties.find(({ type }) => type === 'ipco')?.content);
  const primary = primaryItem(parts.find(({ type }) => type === 'pitm')?.content);
  const own = associated(properties.find(({ type }) => type === 'ipma')?.content, primary).flatMap(
    (index) => all[index - 1] ?? [],
  );
  let size: StoredSize | undefined;
  let [turns, mirror] = [0, 0];
  for (const { type, content } of own) {
    if (type === 'ispe' && content.byteLength >= 12) {
      size = { width: content.getUint32(4), height: content.getUint32(8) };
    } else if (type === 'irot' && content.byteLength > 0) turns = content.getUint8(0) & 3;
    else if (type === 'imir' && content.byteLength > 0) mirror = 1 + (content.getUint8(0) & 1);
  }
  return { size, orientation: orientations[turns]?.[mirror] ?? 1 };
}

function primaryItem(pitm: DataView | undefined): number | undefined {
  if (pitm === undefined || pitm.byteLength < 6) return undefined;
  if (pitm.getUint8(0) === 0) return pitm.getUint16(4);
  return pitm.byteLength < 8 ? undefined : pitm.getUint32(4);
}

/** Numbers of an item's properties, from 1. */
function associated(ipma: DataView | undefined, item: number | undefined): readonly number[] {
  if (ipma === undefined || ipma.byteLength < 8) return [];
  const [isLong, isWide] = [ipma.getUint8(0) > 0, (ipma.getUint8(3) & 1) === 1];
  const count = ipma.getUint32(4);
  for (let [at, i] = [8, 0]; i < count; i++) {
    const idBytes = isLong ? 4 : 2;
    if (at + idBytes + 1 > ipma.byteLength) return [];
    const id = isLong ? ipma.getUint32(at) : ipma.getUint16(at);
    const many = ipma.getUint8(at + idBytes);
    at += idBytes + 1;
    const end = at + many * (isWide ? 2 : 1);
    if (end > ipma.byteLength) return [];
    if (id === item) {
      return Array.from({ length: many }, (_, k) =>
        isWide ? ipma.getUint16(at + 2 * k) & 0x7fff : ipma.getUint8(at + k) & 0x7f,
      );
    }
    at = end;
  }
  return [];
}

function boxesIn(view: DataView | undefined): readonly BoxPart[] {
  const boxes: BoxPart[] = [];
  for (let at = 0; view !== undefined && at + 8 <= view.byteLength && boxes.length < mostParts;) {
    const length = view.getUint32(at);
    if (length < 8 || at + length > view.byteLength) break;
    boxes.push({
      type: letters(view, at + 4, 4),
      content: new DataView(view.buffer, view.byteOffset + at + 8, length - 8),
    });
    at += length;
  }
  return boxes;
}

function from(view: DataView, offset: number): DataView | undefined {
  return view.byteLength < offset
    ? undefined
    : new DataView(view.buffer, view.byteOffset + offset, view.byteLength - offset);
}
