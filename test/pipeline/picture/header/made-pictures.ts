/** The beginnings of picture files, by hand: enough of each for its header to be read. */

type Bytes = Uint8Array<ArrayBuffer>;

function join(...parts: readonly (Uint8Array | string | readonly number[])[]): Bytes {
  const bytes = parts.flatMap((part) =>
    typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : [...part],
  );
  return Uint8Array.from(bytes);
}

function number(value: number, bytes: number, isLittle = false): number[] {
  const big = Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) & 255);
  return isLittle ? big.reverse() : big;
}

/** A TIFF header and a table of two tags, of which the second is the orientation. */
export function exif(orientation: number, isLittle = false): Bytes {
  const n = (value: number, bytes: number): number[] => number(value, bytes, isLittle);
  return join(
    isLittle ? 'II' : 'MM',
    ...[n(42, 2), n(8, 4), n(2, 2)],
    ...[n(0x010f, 2), n(2, 2), n(2, 4), 'A\0\0\0'],
    ...[n(0x0112, 2), n(3, 2), n(1, 4), n(orientation, 2), [0, 0], n(0, 4)],
  );
}

/** @param padding bytes of segments between EXIF and the frame */
export function jpeg(width: number, height: number, orientation: number, padding = 0): Bytes {
  const segment = (marker: number, content: Uint8Array): Bytes =>
    join([0xff, marker], number(content.length + 2, 2), content);
  const parts: Bytes[] = [];
  for (let left = padding; left > 0; left -= 60_000) parts.push(segment(0xe2, new Uint8Array(Math.min(left, 60_000))));
  return join(
    [0xff, 0xd8],
    segment(0xe1, join('Exif\0\0', exif(orientation))),
    ...parts,
    segment(0xc0, join([8], number(height, 2), number(width, 2), [1, 1, 0x11, 0])),
  );
}

export function png(width: number, height: number, orientation: number): Bytes {
  const chunk = (type: string, content: Uint8Array): Bytes =>
    join(number(content.length, 4), type, content, [0, 0, 0, 0]);
  return join(
    '\x89PNG\r\n\x1a\n',
    chunk('IHDR', join(number(width, 4), number(height, 4), [8, 0, 0, 0, 0])),
    chunk('eXIf', exif(orientation)),
    chunk('IDAT', new Uint8Array()),
  );
}

function riff(...chunks: readonly (readonly [type: string, content: Uint8Array])[]): Bytes {
  const body = join('WEBP', ...chunks.flatMap(([type, content]) => [type, number(content.length, 4, true), content]));
  return join('RIFF', number(body.length, 4, true), body);
}

export function webp(kind: 'lossy' | 'lossless', width: number, height: number): Bytes {
  if (kind === 'lossy') {
    return riff(['VP8 ', join([0, 0, 0, 0x9d, 0x01, 0x2a], number(width, 2, true), number(height, 2, true))]);
  }
  const bits = width - 1 + (height - 1) * 2 ** 14;
  return riff(['VP8L', join([0x2f], number(bits, 4, true), [0, 0, 0, 0, 0])]);
}

export function webpWithExif(width: number, height: number, orientation: number): Bytes {
  return riff(
    ['VP8X', join([0x08, 0, 0, 0], number(width - 1, 3, true), number(height - 1, 3, true))],
    ['VP8 ', new Uint8Array(1000)],
    ['EXIF', exif(orientation)],
  );
}

/** @param frame the first frame's size, at the corner */
export function gif(width: number, height: number, [w, h]: readonly [number, number]): Bytes {
  return join(
    'GIF89a',
    ...[number(width, 2, true), number(height, 2, true), [0x80, 0, 0], new Uint8Array(6)],
    [0x21, 0xf9, 4, 0, 0, 0, 0, 0],
    [0x2c, 0, 0, 0, 0],
    ...[number(w, 2, true), number(h, 2, true), [0]],
  );
}

export function bmp(width: number, height: number): Bytes {
  const signed = height < 0 ? height + 2 ** 32 : height;
  return join(
    'BM',
    new Uint8Array(12),
    number(40, 4, true),
    number(width, 4, true),
    number(signed, 4, true),
    [1, 0, 24, 0],
  );
}
