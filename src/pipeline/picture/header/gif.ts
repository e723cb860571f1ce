/** Source: CompuServe, Graphics Interchange Format, version 89a. */
import type { FileWindow } from './file-window.ts';
import { mostParts, type HeaderWords, type StoredSize } from './header.ts';

/** The screen, or its first frame if that is larger: decoders allocate space for both. */
export async function readGif(file: FileWindow): Promise<HeaderWords> {
  const screen = await file.view(6, 7);
  if (screen === undefined) return { size: undefined, orientation: 1 };
  const frame = await firstFrame(file, 13 + coloursBytes(screen.getUint8(4)));
  const [width, height] = [screen.getUint16(0, true), screen.getUint16(2, true)];
  const size = { width: Math.max(width, frame?.width ?? 0), height: Math.max(height, frame?.height ?? 0) };
  return { size, orientation: 1 };
}

/** Its extent from the screen's corner. */
async function firstFrame(file: FileWindow, start: number): Promise<StoredSize | undefined> {
  for (let [at, parts] = [start, 0]; parts < mostParts; parts++) {
    const block = await file.view(at, 10);
    if (block === undefined) return undefined;
    if (block.getUint8(0) === 0x2c) {
      const [left, top, width, height] = [1, 3, 5, 7].map((place) => block.getUint16(place, true)) as [
        number,
        number,
        number,
        number,
      ];
      return { width: left + width, height: top + height };
    }
    if (block.getUint8(0) !== 0x21) return undefined;
    // An extension: blocks of up to 255 bytes preceded by their lengths, ending with length 0.
    at += 2;
    for (let length = 1; length > 0 && parts < mostParts; parts++) {
      length = (await file.view(at, 1))?.getUint8(0) ?? 0;
      at += 1 + length;
    }
  }
  return undefined;
}

function coloursBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
