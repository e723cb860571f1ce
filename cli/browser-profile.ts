/**
 * The profile folder of a browser, created for each browser and removed when it ends. If a command was killed before it
 * could clean up, the next start does it.
 */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, thisProcess, type ProcessIdentity } from './living-process.ts';
import { processesWith } from './process-usage.ts';

const prefix = 'cam-lens-browser-';
const ownerFile = 'owner.json';
const longestName = 'org.chromium.Chromium.XXXXXX/SingletonSocket';
const mostSocketPath = 100;

/** Creates a new folder that only this user can read. */
export function makeProfile(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, ownerFile), JSON.stringify(thisProcess()));
  return folder;
}

/**
 * Environment variables that put the browser's temporary files in its profile folder, so that they are removed with it.
 * The longest is the path of a socket, which systems limit.
 */
export function temporaryFiles(folder: string): { readonly TMPDIR?: string } {
  return join(folder, longestName).length < mostSocketPath ? { TMPDIR: folder } : {};
}

/** Retried, because a browser that is ending may still be writing. */
export function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  } catch {
    // The next start will try again.
  }
}

/** Removes the profiles that killed commands have left, and ends their browsers if they hang. */
export function removeLeftProfiles(): void {
  for (const folder of leftProfiles()) {
    for (const pid of processesWith(`--user-data-dir=${folder}`)) kill(pid);
    removeProfile(folder);
  }
}

function leftProfiles(): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => {
      const owner = ownerOf(folder);
      // Machines and containers may share a temporary folder: processes elsewhere cannot be checked.
      return owner !== undefined && isAlive(owner) === false;
    });
}

/** Undefined if the folder belongs to another user or is not one of ours. */
function ownerOf(folder: string): ProcessIdentity | undefined {
  try {
    const found = lstatSync(folder);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return undefined;
    return JSON.parse(readFileSync(join(folder, ownerFile), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
