/** Which files to explain, and what the results of each are named. */
import { closeSync, openSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { CamLensError } from '../src/errors.ts';

export interface InputPicture {
  /** As the user wrote it. */
  readonly image: string;
  /** Without folder and extension; no two pictures of a run have the same. */
  readonly stem: string;
}

/** A name that comes up again gets the first free number: dog, dog-2, dog-3. */
export function nameInputs(images: readonly string[]): readonly InputPicture[] {
  const taken = new Set<string>();
  return images.map((image) => {
    const name = basename(image, extname(image));
    let stem = name;
    // Compared without case, as some file systems do.
    for (let count = 2; taken.has(stem.toLowerCase()); count++) stem = `${name}-${String(count)}`;
    taken.add(stem.toLowerCase());
    return { image, stem };
  });
}

/** @throws CamLensError `picture-missing`, `picture-folder`, `picture-empty`, `file-unreadable` */
export function checkInput(image: string): void {
  const found = statSync(image, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('picture-missing', `${image} is not there.`);
  if (found.isDirectory()) throw new CamLensError('picture-folder', `${image} is a folder; a picture was expected.`);
  if (found.isFile() && found.size === 0) {
    throw new CamLensError('picture-empty', `${image} is empty (0 bytes).`);
  }
  if (!found.isFile()) throw new CamLensError('file-unreadable', `${image} is no file; a picture was expected.`);
  try {
    closeSync(openSync(image, 'r'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CamLensError('file-unreadable', `${image} cannot be read (${code}).`, { cause });
  }
}

/** What `checkInput` throws; undefined where the picture can be had. */
export function inputProblem(image: string): unknown {
  try {
    checkInput(image);
    return undefined;
  } catch (error) {
    return error;
  }
}
