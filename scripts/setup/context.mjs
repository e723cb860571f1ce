/** What every step of the set-up is given. */
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {'start' | 'test' | 'quick-test'} Purpose what the set-up is for: `start` can do without a browser of its own,
 * `quick-test` needs the packages alone
 * @typedef {object} Context
 * @property {string} root the project's folder
 * @property {string} cacheFolder where downloads are kept, shared by all copies of the project
 * @property {Purpose} purpose
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} log
 */

/** @type {Partial<Record<NodeJS.Platform, (env: NodeJS.ProcessEnv, home: string) => string>>} */
const cacheFolders = {
  darwin: (_env, home) => join(home, 'Library', 'Caches'),
  win32: (env, home) => env.LOCALAPPDATA || join(home, 'AppData', 'Local'),
};

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 * @returns {string}
 */
export function cacheFolderOf(env, platform = process.platform, home = homedir()) {
  const folder = cacheFolders[platform]?.(env, home) ?? (env.XDG_CACHE_HOME || join(home, '.cache'));
  return join(folder, 'cam-lens');
}

/** import.meta.dirname is younger than the oldest Node that must still get to read why it is refused. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * It came as a package, built, and is no copy of the project: npm sees to what it needs.
 * @param {string} root
 * @returns {boolean}
 */
export function isInstalled(root) {
  return basename(dirname(root)) === 'node_modules';
}

/**
 * @param {Purpose} purpose
 * @returns {Context}
 */
export function createContext(purpose) {
  return {
    root: projectRoot,
    cacheFolder: cacheFolderOf(process.env),
    purpose,
    env: process.env,
    log: (line) => process.stderr.write(`${line}\n`),
  };
}
