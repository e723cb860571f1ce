/** Bytes → text, in the encoding they declare. */

/** Marks at the start of a text, and their encodings. */
const marks: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a mark: the `<` at the start of XML.
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];

/** An XML declaration is ASCII, and short. */
const mostDeclaration = 200;

/**
 * According to its byte order mark, its first character or its XML declaration; otherwise UTF-8. The mark is not part
 * of the text. Invalid bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  return decoderFor(marked ?? declaredIn(bytes)).decode(bytes);
}

/**
 * A name in an archive: UTF-8 or, if it is not valid, one character per byte (Latin-1), so that different names stay
 * different.
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
  // A text whose declaration can be read byte by byte is not UTF-16, whatever it declares.
  return /^utf-?16/i.test(declared) ? 'utf-8' : declared;
}

/** UTF-8 if the encoding is unknown. */
function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}
