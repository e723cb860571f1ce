/** Source: CIPA DC-008 (Exif 2.32), tag 0x0112; TIFF 6.0 for the table that contains it. */
import { letters } from './file-window.ts';
import type { Orientation } from './header.ts';

const orientationTag = 0x0112;
const short = 3;

/** 1 if the block does not contain it. @param block a TIFF header and its tables, or the same after "Exif\0\0" */
export function exifOrientation(block: Uint8Array): Orientation {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const start = letters(view, 0, 6) === 'Exif\0\0' ? 6 : 0;
  const isLittle = letters(view, start, 2) === 'II';
  const has = (at: number, bytes: number): boolean => at >= 0 && at + bytes <= view.byteLength;
  if ((!isLittle && letters(view, start, 2) !== 'MM') || !has(start, 8)) return 1;
  const table = start + view.getUint32(start + 4, isLittle);
  if (!has(table, 2)) return 1;
  const count = view.getUint16(table, isLittle);
  for (let i = 0; i < count; i++) {
    const entry = table + 2 + 12 * i;
    if (!has(entry, 12)) return 1;
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    const value = view.getUint16(entry + 8, isLittle);
    const isOne = view.getUint16(entry + 2, isLittle) === short && value >= 1 && value <= 8;
    return isOne ? (value as Orientation) : 1;
  }
  return 1;
}
