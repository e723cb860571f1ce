/** Unsupported archives, recognised by their first bytes, and what to do with them. */

const unpack = 'unpack it and give the folder, or pack it as .tar or .tar.gz';

/** Matches any value. */
const any = -1;

const others: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
  [[0x50, 0x4b, 0x05, 0x06], 'a zip archive'],
  [[0x50, 0x4b, 0x07, 0x08], 'a zip archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'compressed with xz'],
  [[0x42, 0x5a, 0x68, any, 0x31, 0x41, 0x59, 0x26], 'compressed with bzip2'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7z archive'],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], 'a rar archive'],
];

/** As in "it is …"; undefined if it is none of them. */
export function otherArchive(start: Uint8Array): string | undefined {
  const found = others.find(([magic]) => magic.every((byte, i) => byte === any || start[i] === byte));
  return found === undefined ? undefined : `${found[1]}, which is not supported: ${unpack}`;
}
