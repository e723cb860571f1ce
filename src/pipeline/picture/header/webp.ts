/** Source: Google, WebP Container Specification; RFC 6386, section 9.1; WebP Lossless Bitstream Specification. */
import { exifOrientation } from './exif-orientation.ts';
import { letters, type FileWindow } from './file-window.ts';
import { mostParts, type HeaderWords, type Orientation, type StoredSize } from './header.ts';

/** By kind of first chunk, whose content starts at 0. */
const sizes: ReadonlyMap<string, (view: DataView) => StoredSize> = new Map([
  ['VP8 ', (view) => ({ width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff })],
  [
    'VP8L',
    (view) => {
      const bits = view.getUint32(1, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    },
  ],
  [
    'VP8X',
    (view) => ({ width: 1 + (view.getUint32(4, true) & 0xffffff), height: 1 + (view.getUint32(6, true) >>> 8) }),
  ],
]);

const exifFlag = 0x08;

export async function readWebp(file: FileWindow): Promise<HeaderWords> {
  const first = await file.view(12, 8 + 10);
  if (first === undefined) return { size: undefined, orientation: 1 };
  const type = letters(first, 0, 4);
  const content = new DataView(first.buffer, first.byteOffset + 8, 10);
  const hasExif = type === 'VP8X' && (content.getUint8(0) & exifFlag) !== 0;
  return { size: sizes.get(type)?.(content), orientation: hasExif ? await orientationIn(file) : 1 };
}

/** EXIF comes after the pixels. */
async function orientationIn(file: FileWindow): Promise<Orientation> {
  for (let [at, parts] = [12, 0]; parts < mostParts; parts++) {
    const chunk = await file.view(at, 8);
    if (chunk === undefined) return 1;
    const length = chunk.getUint32(4, true);
    if (letters(chunk, 0, 4) === 'EXIF') return exifOrientation(await file.bytes(at + 8, Math.min(length, 2 ** 16)));
    at += 8 + length + (length % 2);
  }
  return 1;
}
