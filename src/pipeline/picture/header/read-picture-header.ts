/** Format, size and orientation of a picture, usually from its file's first bytes. */
import { readAvif } from './avif.ts';
import { readBmp } from './bmp.ts';
import { FileWindow } from './file-window.ts';
import { readGif } from './gif.ts';
import type { HeaderWords, PictureFormat, PictureHeader } from './header.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

interface Row {
  /** Matched against the first 64 bytes, each as a character of its code. */
  readonly begins: (start: string) => boolean;
  readonly read: (file: FileWindow) => Promise<HeaderWords>;
}

const formats: Readonly<Record<PictureFormat, Row>> = {
  jpeg: { begins: (start) => start.startsWith('\xff\xd8\xff'), read: readJpeg },
  png: { begins: (start) => start.startsWith('\x89PNG\r\n\x1a\n'), read: readPng },
  webp: { begins: (start) => /^RIFF[^]{4}WEBP/.test(start), read: readWebp },
  gif: { begins: (start) => /^GIF8[79]a/.test(start), read: readGif },
  bmp: { begins: (start) => start.startsWith('BM'), read: readBmp },
  // Its brand, or one that it is compatible with.
  avif: { begins: (start) => /^[^]{4}ftyp(?:[^]{4})*?avi[fs]/.test(start), read: readAvif },
};

/** Undefined if it is not a picture that browsers decode. */
export async function readPictureHeader(file: Blob): Promise<PictureHeader | undefined> {
  const window = new FileWindow(file);
  const start = String.fromCharCode(...(await window.bytes(0, 64)));
  for (const [format, row] of Object.entries(formats) as [PictureFormat, Row][]) {
    if (row.begins(start)) return { format, ...(await row.read(window)) };
  }
  return undefined;
}
