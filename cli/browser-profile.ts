/**
 * The folder that a browser keeps its state in: new for each browser, and gone with it. Where a command was killed, and
 * could not tidy up, the next start does.
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

/** A new folder of this process; nobody else can read it. */
export function makeProfile(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, ownerFile), JSON.stringify(thisProcess()));
  return folder;
}

/**
 * What a browser's environment must say so that its temporary files lie in its folder, and go with it. The longest of them is
 * a socket, whose path systems want to be short.
 */
export function temporaryFiles(folder: string): { readonly TMPDIR?: string } {
  return join(folder, longestName).length < mostSocketPath ? { TMPDIR: folder } : {};
}

/** A browser that ends may be writing still. */
export function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  } catch {
    // The next start tries again.
  }
}

/** Removes what commands that were killed have left, and ends their browsers where those hang. */
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
      // Machines and containers may share a folder for temporary files: of what is elsewhere nothing is known.
      return owner !== undefined && isAlive(owner) === false;
    });
}

/** Undefined where it is another user's, or was never ours. */
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
    // It ended meanwhile.
  }
}
