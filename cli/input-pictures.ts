/** Which files to explain, and what the results of each are named. */
import { statSync } from 'node:fs';
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

/** @throws CamLensError `picture-missing`, `picture-folder`, `picture-empty` */
export function checkInput(image: string): void {
  const found = statSync(image, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('picture-missing', `${image} is not there.`);
  if (found.isDirectory()) throw new CamLensError('picture-folder', `${image} is a folder; a picture was expected.`);
  if (found.size === 0) throw new CamLensError('picture-empty', `${image} is empty (0 bytes).`);
}
