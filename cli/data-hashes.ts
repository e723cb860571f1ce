/** SHA-256 of a data set: of the bytes that were read, and of the resulting annotations. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PictureRecord } from '../src/evaluation/record.ts';
import type { DataPlace } from '../src/headless/evaluation-calls.ts';
import { folderListing } from './folder-listing.ts';

export interface DataHash {
  readonly sha256: string;
  /** What was hashed, so that others can reproduce it. */
  readonly of: string;
}

/** What `sha256sum FILE` prints. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * @param place with the path of a folder or an archive as its name
 * @param paths of the files in a folder that are hashed. Default: all
 */
export async function hashPlace(
  { kind, name }: Pick<DataPlace, 'kind' | 'name'>,
  paths?: readonly string[],
): Promise<DataHash> {
  if (kind !== 'folder') {
    return { sha256: await hashFile(name), of: `the bytes of the ${kind === 'tar' ? 'archive' : 'file'}` };
  }
  const counted =
    paths ?? (await folderListing(name)).filter(({ skipped }) => skipped === undefined).map(({ path }) => path);
  const hash = createHash('sha256');
  for (const path of [...counted].sort(byCodeUnits)) hash.update(`${await hashFile(join(name, path))}  ${path}\n`);
  const which = paths === undefined ? 'every file of the folder' : 'the pictures measured';
  return {
    sha256: hash.digest('hex'),
    of: `the lines that sha256sum prints for ${which}, in the order of their paths`,
  };
}

/** Does not depend on where the pictures were: equal for a folder and its archive, for merged parts and the whole. */
export function hashRecords(records: readonly PictureRecord[]): DataHash {
  const lines = records.map(
    ({ id, width, height, class: index, boxes }) =>
      `${id} ${width}x${height} ${index}${boxes === undefined ? '' : ` ${boxes.join(' ')}`}\n`,
  );
  const sha256 = createHash('sha256').update(lines.sort(byCodeUnits).join('')).digest('hex');
  return {
    sha256,
    of: 'one line per measured picture, "<id> <width>x<height> <class index> <x0,y0,x1,y1>…", sorted',
  };
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
