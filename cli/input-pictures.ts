/** The files to explain: whether they can be read, and how their results are named. */
import { closeSync, openSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { CamLensError, describeError, type ErrorCode } from '../src/errors.ts';
import { fetchInput, isElsewhere, type FetchOptions } from './fetch-inputs.ts';
import { isUrl, standardInput, type Meant } from './find-inputs.ts';

export interface InputPicture {
  /** The name as the user wrote it, or as it was found. */
  readonly image: string;
  /** Name without folder and extension, unique in a run. */
  readonly stem: string;
}

/** A picture whose file was checked. */
export type CheckedPicture = InputPicture &
  (
    | { readonly file: string; readonly error?: undefined }
    | { readonly error: { readonly code: ErrorCode; readonly message: string } }
  );

/** A repeated name gets the first free number: dog, dog-2, dog-3. */
export function nameInputs(images: readonly string[]): readonly InputPicture[] {
  const taken = new Set<string>();
  return images.map((image) => {
    const name = nameOf(image);
    let stem = name;
    // Case is ignored, as in some file systems.
    for (let count = 2; taken.has(stem.toLowerCase()); count++) stem = `${name}-${String(count)}`;
    taken.add(stem.toLowerCase());
    return { image, stem };
  });
}

function nameOf(image: string): string {
  if (image === standardInput) return 'stdin';
  if (!isUrl(image)) return basename(image, extname(image));
  const { pathname, hostname } = new URL(image);
  // Whatever the URL contains, the result is a plain file name in that folder.
  const last = basename(pathname).replaceAll(/%[\da-f]{2}|[^\w.-]/gi, '_');
  return basename(last, extname(last)).replace(/^\.+/, '') || hostname;
}

/**
 * Checks all pictures before a browser is started, and downloads those that are URLs.
 * @throws CamLensError `stopped`, `output-unwritable`
 */
export async function checkInputs(meant: readonly Meant[], options: FetchOptions): Promise<readonly CheckedPicture[]> {
  const checked: CheckedPicture[] = [];
  for (const [index, input] of nameInputs(meant.map(({ image }) => image)).entries()) {
    try {
      const { error } = meant[index]!;
      if (error !== undefined) throw error;
      const { image } = input;
      const file = isElsewhere(image) ? await fetchInput(image, index, options) : resolve(image);
      if (!isElsewhere(image)) checkInput(image);
      checked.push({ ...input, file });
    } catch (cause) {
      const error = describeError(cause);
      if (error.code === 'stopped' || error.code === 'output-unwritable') throw cause;
      checked.push({ ...input, error });
    }
  }
  return checked;
}

/** @throws CamLensError `picture-missing`, `picture-folder`, `picture-empty`, `file-unreadable` */
export function checkInput(image: string): void {
  const found = statSync(image, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('picture-missing', `${image} does not exist.`);
  if (found.isDirectory()) throw new CamLensError('picture-folder', `${image} is a folder; a picture was expected.`);
  if (found.isFile() && found.size === 0) {
    throw new CamLensError('picture-empty', `${image} is empty (0 bytes).`);
  }
  if (!found.isFile()) throw new CamLensError('file-unreadable', `${image} is not a file; a picture was expected.`);
  try {
    closeSync(openSync(image, 'r'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CamLensError('file-unreadable', `${image} cannot be read (${code}).`, { cause });
  }
}
