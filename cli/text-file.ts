/** Reads text files from users in any Unicode encoding, with errors that name the file. */
import { readFileSync, statSync } from 'node:fs';
import { CamLensError, type ErrorCode } from '../src/errors.ts';

/** The longest string that JavaScript allows. */
const mostBytes = 2 ** 29 - 2 ** 10;

/** Encodings by byte order mark; UTF-8 without one. */
const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * Decodes text and removes the byte order mark.
 * @throws TypeError if the bytes are not valid in that encoding
 */
export function decodeText(bytes: Uint8Array): string {
  const mark = marks.find((each) => each.bytes.every((byte, i) => bytes[i] === byte));
  return new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true }).decode(bytes);
}

/**
 * @param what was expected: "the class names"
 * @throws CamLensError with the code, naming the file, if it cannot be read or is not text
 */
export function readText(code: ErrorCode, file: string, what: string): string {
  return textOf(code, file, what, readBytes(code, file, what));
}

/** @throws CamLensError as readText */
export function readBytes(code: ErrorCode, file: string, what: string): Uint8Array {
  const found = statSync(file, { throwIfNoEntry: false });
  const refuse = (trouble: string, cause?: unknown): CamLensError =>
    new CamLensError(code, `${file} ${trouble}; ${what} was expected.`, { cause });
  if (found === undefined) throw refuse('does not exist');
  if (found.isDirectory()) throw refuse('is a folder');
  if (found.size > mostBytes) throw refuse(`has ${found.size} bytes, more than the limit of ${mostBytes}`);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw refuse(`cannot be read (${codeOf(cause)})`, cause);
  }
}

/** @throws CamLensError as readText */
export function textOf(code: ErrorCode, file: string, what: string, bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw new CamLensError(code, `${file} is not text in UTF-8 or UTF-16; ${what} was expected.`, { cause });
  }
}

/** @throws CamLensError as readText, and if it is not JSON */
export function readJson(code: ErrorCode, file: string, what: string): unknown {
  const text = readText(code, file, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError(code, `${file} is not JSON (${reason}); ${what} was expected.`, { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
