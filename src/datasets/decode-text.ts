/** Bytes → text, in whatever encoding they say they are in. */

/** Marks at the beginning of a text, and its encoding. */
const marks: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a mark: the `<` that XML begins with.
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];

/** An XML declaration is of ASCII, and short. */
const mostDeclaration = 200;

/**
 * By its byte order mark, its first character or its XML declaration; else UTF-8. A mark is no part of the text. What is
 * no text in its encoding becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  return decoderFor(marked ?? declaredIn(bytes)).decode(bytes);
}

/**
 * A name in an archive: UTF-8 or, where it is none, one character for each byte (Latin-1), so that no two names become
 * one.
 */
export function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}

function declaredIn(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, mostDeclaration));
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  // A text whose declaration can be read byte by byte is none of UTF-16, whatever it declares.
  return /^utf-?16/i.test(declared) ? 'utf-8' : declared;
}

/** UTF-8 where nobody knows the encoding. */
function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}
