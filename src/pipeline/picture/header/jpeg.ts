/** Source: ITU-T T.81, annex B; EXIF in the segment APP1. */
import { exifOrientation } from './exif-orientation.ts';
import { letters, type FileWindow } from './file-window.ts';
import { mostParts, type HeaderWords, type Orientation } from './header.ts';

/** Frames C0 … CF, except for tables and reserved markers. */
const isFrame = (marker: number): boolean => (marker & 0xf0) === 0xc0 && ![0xc4, 0xc8, 0xcc].includes(marker);
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** The pixels start, or the picture ends. */
const isPast = (marker: number): boolean => marker === 0xda || marker === 0xd9;

export async function readJpeg(file: FileWindow): Promise<HeaderWords> {
  let orientation: Orientation | undefined;
  for (let [at, parts] = [2, 0]; parts < mostParts; parts++) {
    const start = await file.view(at, 2);
    if (start?.getUint8(0) !== 0xff) break;
    const marker = start.getUint8(1);
    if (marker === 0xff || isBare(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = (await file.view(at + 2, 2))?.getUint16(0);
    if (isPast(marker) || length === undefined || length < 2) break;
    if (isFrame(marker)) {
      const frame = await file.view(at + 4, 5);
      const [height, width] = [frame?.getUint16(1) ?? 0, frame?.getUint16(3) ?? 0];
      return { size: { width, height }, orientation: orientation ?? 1 };
    }
    if (marker === 0xe1 && orientation === undefined) {
      const name = await file.view(at + 4, 6);
      if (letters(name, 0, 6) === 'Exif\0\0') orientation = exifOrientation(await file.bytes(at + 4, length - 2));
    }
    at += 2 + length;
  }
  return { size: undefined, orientation: 1 };
}
