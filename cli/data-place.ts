/** Finds data sets on this machine and serves them to the page. */
import { closeSync, openSync, opendirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { ListedFile } from '../src/datasets/listing-source.ts';
import type { DataPlace } from '../src/headless/evaluation-calls.ts';
import type { folderListing } from './folder-listing.ts';
import type { RunningServer } from './server.ts';

/**
 * Checks a data set before a browser is started.
 * @throws CamLensError `bad-option` if none is given, or it does not exist, is empty or cannot be read
 */
export function checkPlace(option: string, place: string | undefined): string {
  if (place === undefined) throw new CamLensError('bad-option', `${option} is required: a folder or a tar archive.`);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('bad-option', `${option}: ${place} does not exist.`);
  const isFolder = found.isDirectory();
  if (!isFolder && !found.isFile()) {
    throw new CamLensError('bad-option', `${option}: ${place} is not a file; a folder or a tar archive was expected.`);
  }
  const isEmpty = readable(option, place, () => (isFolder ? !hasFile(place) : isEmptyFile(place, found.size)));
  if (!isEmpty) return place;
  const what = isFolder ? 'holds no file' : 'is empty (0 bytes)';
  throw new CamLensError('bad-option', `${option}: ${place} ${what}; a folder or a tar archive was expected.`);
}

/** @param list makes the listing of a folder for the page */
export function offerPlace(place: string, server: RunningServer, list?: typeof folderListing): DataPlace {
  const kind = kindOf(place);
  const file = resolve(place);
  const url = {
    folder: () => server.addFolder(file, list),
    tar: () => server.addInput(file),
    file: () => server.addFolder(dirname(file), () => Promise.resolve([listedAlone(file)])),
  }[kind]();
  return { kind, name: place, url };
}

export function kindOf(place: string): DataPlace['kind'] {
  if (statSync(place).isDirectory()) return 'folder';
  return /\.(json|csv|xml)$/i.test(place) ? 'file' : 'tar';
}

function listedAlone(file: string): ListedFile {
  const name = basename(file);
  return { path: name, sizeBytes: statSync(file).size, url: `./${encodeURIComponent(name)}` };
}

/** Stops at the first file. A link counts as a file; the listing checks its target. */
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
