/** Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPINFOHEADER. */
import type { FileWindow } from './file-window.ts';
import type { HeaderWords } from './header.ts';

const coreBytes = 12;

export async function readBmp(file: FileWindow): Promise<HeaderWords> {
  const header = await file.view(14, 12);
  if (header === undefined) return { size: undefined, orientation: 1 };
  const size =
    header.getUint32(0, true) === coreBytes
      ? { width: header.getUint16(4, true), height: header.getUint16(6, true) }
      : // Rows stored from the top have a negative height.
        { width: header.getInt32(4, true), height: Math.abs(header.getInt32(8, true)) };
  return { size, orientation: 1 };
}
