/** Source: W3C, PNG Specification (third edition): IHDR and eXIf, if they precede the pixels. */
import { exifOrientation } from './exif-orientation.ts';
import { letters, type FileWindow } from './file-window.ts';
import { mostParts, type HeaderWords, type Orientation, type StoredSize } from './header.ts';

export async function readPng(file: FileWindow): Promise<HeaderWords> {
  let size: StoredSize | undefined;
  let orientation: Orientation = 1;
  for (let [at, parts] = [8, 0]; parts < mostParts; parts++) {
    const chunk = await file.view(at, 8);
    const [length, type] = [chunk?.getUint32(0) ?? 0, letters(chunk, 4, 4)];
    if (chunk === undefined || type === 'IDAT' || type === 'IEND') break;
    if (type === 'IHDR') {
      const header = await file.view(at + 8, 8);
      if (header !== undefined) size = { width: header.getUint32(0), height: header.getUint32(4) };
    } else if (type === 'eXIf') {
      // A single table without a preview: larger ones are not read.
      orientation = exifOrientation(await file.bytes(at + 8, Math.min(length, 2 ** 16)));
    }
    at += 12 + length;
  }
  return { size, orientation };
}
