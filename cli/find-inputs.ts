/** Finds the pictures that arguments refer to: files, folders, patterns, URLs, standard input, and lists of these. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { isIgnored, isPicture } from '../src/datasets/kinds.ts';
import { CamLensError } from '../src/errors.ts';
import { readText, decodeText } from './text-file.ts';

/** A picture that an argument refers to, or the error. */
export type Meant = { readonly image: string } & ({ readonly error?: undefined } | { readonly error: CamLensError });

/** The argument for standard input. */
export const standardInput = '-';

export function isUrl(word: string): boolean {
  return /^https?:\/\//i.test(word);
}

/**
 * @param words positional arguments
 * @returns the pictures in the order of the arguments; those of a folder or pattern sorted by name
 */
export async function findInputs(words: readonly string[]): Promise<readonly Meant[]> {
  const found: Meant[] = [];
  for (const word of words) found.push(...(await meantBy(word)));
  return found;
}

async function meantBy(word: string): Promise<readonly Meant[]> {
  if (word === standardInput || isUrl(word)) return [{ image: word }];
  const there = statSync(word, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return picturesBelow(word);
  // If a file with exactly this name exists, it is not a pattern.
  return there === undefined && isPattern(word) ? matching(word) : [{ image: word }];
}

function isPattern(word: string): boolean {
  return /[*?]|\[.+\]|\{.+\}/.test(word);
}

async function matching(pattern: string): Promise<readonly Meant[]> {
  const slashes = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
  const files = (
    await glob(slashes, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(pattern) })
  ).sort();
  if (files.length > 0) return files.map((image) => ({ image }));
  return [{ image: pattern, error: new CamLensError('picture-missing', `No file matches the pattern "${pattern}".`) }];
}

/** Without hidden files and those that operating systems add. */
function picturesBelow(folder: string): readonly Meant[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return [{ image: folder, error: new CamLensError('file-unreadable', `${folder} cannot be read (${code}).`) }];
  }
  const images = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => isPicture(file) && !isIgnored(relative(folder, file).replaceAll('\\', '/')))
    .sort();
  if (images.length > 0) return images.map((image) => ({ image }));
  const message = `${folder} is a folder without pictures (.jpg, .png, .webp, .avif, .gif, .bmp); expected a picture or a folder of pictures.`;
  return [{ image: folder, error: new CamLensError('picture-folder', message) }];
}

/**
 * The entries of a list: one per line, as on the command line; empty lines and lines that begin with # are ignored.
 * @param input standard input, for the list `-`
 * @throws CamLensError `bad-option`
 */
export async function readList(file: string, input: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const what = '--list: names of pictures, one per line';
  const text = file === standardInput ? textOfInput(await bytesOf(input), what) : readText('bad-option', file, what);
  const words = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (words.length > 0) return words;
  throw new CamLensError('bad-option', `--list: ${file} names no picture; expected one per line.`);
}

function textOfInput(bytes: Uint8Array, what: string): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw new CamLensError('bad-option', `Standard input is not text in UTF-8 or UTF-16; expected ${what}.`, {
      cause,
    });
  }
}

export async function bytesOf(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(piece);
  return Buffer.concat(pieces);
}
