/** Tar header blocks by hand, for what modern-tar does not write. */
export interface BlockFields {
  readonly name: string | Uint8Array;
  readonly size?: number;
  readonly flag?: string;
  /** At offset 257: POSIX "ustar\0" + "00", GNU "ustar  \0", nothing in v7. */
  readonly magic?: string;
  /** At offset 157. */
  readonly target?: string;
  /** At offset 482, of GNU's sparse files. */
  readonly isExtended?: boolean;
  /** At offset 345. */
  readonly prefix?: string;
  /** Overwrites the size's octal digits. */
  readonly sizeField?: Uint8Array;
}

export function tarBlock({
  name,
  size = 0,
  flag = '0',
  magic = 'ustar\x0000',
  prefix = '',
  target = '',
  isExtended = false,
  sizeField,
}: BlockFields): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(512);
  const put = (offset: number, text: string): void => block.set(new TextEncoder().encode(text), offset);
  if (typeof name === 'string') put(0, name);
  else block.set(name);
  put(100, '0000644\0');
  put(124, `${size.toString(8).padStart(11, '0')}\0`);
  if (sizeField !== undefined) block.set(sizeField, 124);
  put(136, '00000000000\0');
  put(148, '        ');
  put(156, flag);
  put(157, target);
  put(257, magic);
  put(345, prefix);
  if (isExtended) block[482] = 1;
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** A file with its header and padding. */
export function tarEntry(fields: BlockFields, content = ''): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(content);
  const entry = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
  entry.set(tarBlock({ size: bytes.length, ...fields }));
  entry.set(bytes, 512);
  return entry;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export const endOfTar = new Uint8Array(1024);
