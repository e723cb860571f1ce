/** Data sets on this machine: found, and offered to the page. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { DataPlace } from '../src/headless/evaluation-calls.ts';
import type { folderListing } from './folder-listing.ts';
import type { RunningServer } from './server.ts';

/**
 * @param list what the page is told of a folder
 * @throws CamLensError `bad-option` where nothing is named, or nothing is there
 */
export function placeOf(
  option: string,
  place: string | undefined,
  server: RunningServer,
  list?: typeof folderListing,
): DataPlace {
  if (place === undefined) throw new CamLensError('bad-option', `${option} is needed: a folder or a tar archive.`);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new CamLensError('bad-option', `${option}: ${place} is not there.`);
  const isFolder = found.isDirectory();
  const url = isFolder ? server.addFolder(resolve(place), list) : server.addInput(resolve(place));
  return { kind: isFolder ? 'folder' : 'tar', name: place, url };
}
