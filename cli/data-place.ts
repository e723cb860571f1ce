/** Data sets on this machine: found, and offered to the page. */
import { closeSync, openSync, opendirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { DataPlace } from '../src/headless/evaluation-calls.ts';
import type { folderListing } from './folder-listing.ts';
import type { RunningServer } from './server.ts';

/**
 * Before a browser is started.
 * @throws CamLensError `bad-option` where nothing is named, nothing is there, or what is there is empty or cannot be read
 */
export function checkPlace(option: string, place: string | undefined): string {
  if (place === undefined) throw new CamLensError('bad-option', `${option} is needed: a folder or a tar archive.`);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('bad-option', `${option}: ${place} is not there.`);
  const isFolder = found.isDirectory();
  if (!isFolder && !found.isFile()) {
    throw new CamLensError('bad-option', `${option}: ${place} is no file; a folder or a tar archive was expected.`);
  }
  const isEmpty = readable(option, place, () => (isFolder ? !hasFile(place) : isEmptyFile(place, found.size)));
  if (!isEmpty) return place;
  const what = isFolder ? 'holds no file' : 'is empty (0 bytes)';
  throw new CamLensError('bad-option', `${option}: ${place} ${what}; a folder or a tar archive was expected.`);
}

/** @param list what the page is told of a folder */
export function offerPlace(place: string, server: RunningServer, list?: typeof folderListing): DataPlace {
  const kind = kindOf(place);
  const url = kind === 'folder' ? server.addFolder(resolve(place), list) : server.addInput(resolve(place));
  return { kind, name: place, url };
}

export function kindOf(place: string): DataPlace['kind'] {
  return statSync(place).isDirectory() ? 'folder' : 'tar';
}

/** Ends at the first file; links count as what they lead to, which the listing looks at. */
function hasFile(folder: string): boolean {
  const below: string[] = [];
  const opened = opendirSync(folder);
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      if (!entry.isDirectory()) return true;
      below.push(join(folder, entry.name));
    }
  } finally {
    opened.closeSync();
  }
  return below.some(hasFile);
}

function isEmptyFile(file: string, sizeBytes: number): boolean {
  closeSync(openSync(file, 'r'));
  return sizeBytes === 0;
}

function readable<Result>(option: string, place: string, look: () => Result): Result {
  try {
    return look();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CamLensError('bad-option', `${option}: ${place} cannot be read (${code}).`, { cause });
  }
}
