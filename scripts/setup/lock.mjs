/** Allows one set-up at a time per folder. A lock whose owner is dead is taken over. */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatMs = 2_000;
/** Ten missed heartbeats: the owner has died or its machine is asleep. */
const staleMs = 10 * heartbeatMs;
const pollMs = 200;

/**
 * @template Result
 * @param {string} file
 * @param {(line: string) => void} log
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(file, log, work) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ process: process.pid, host: hostname() });
  for (let waits = 0; !take(file, mine); waits++) {
    const owner = read(file);
    if (owner === undefined) continue;
    if (isStale(file, owner)) {
      // Remove only the lock that was found stale: another process may have replaced it since.
      if (read(file) === owner) rmSync(file, { force: true });
      continue;
    }
    if (waits === 0)
      log(`Another set-up is running here (process ${ownerOf(owner).process ?? 'unknown'}); waiting for it …`);
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => beat(file), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (read(file) === mine) rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} mine
 * @returns {boolean}
 */
function take(file, mine) {
  try {
    writeFileSync(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string} owner
 * @returns {boolean}
 */
function isStale(file, owner) {
  const { process: id, host } = ownerOf(owner);
  if (id !== undefined && host === hostname() && !isAlive(id)) return true;
  // File times are wall-clock times.
  // eslint-disable-next-line no-restricted-properties
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > staleMs;
}

/**
 * @param {string} text
 * @returns {{ process?: number, host?: string }} empty if the owner had not finished writing
 */
function ownerOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * @param {number} id
 * @returns {boolean}
 */
function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {string} file */
function beat(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/**
 * @param {unknown} error
 * @returns {string | undefined}
 */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
