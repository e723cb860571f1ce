/** The context that every step of the set-up receives. */
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {'start' | 'test' | 'quick-test'} Purpose purpose of the set-up: `start` can do without an installed
 *   browser, `quick-test` needs only the packages
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

/** import.meta.dirname would fail in old versions of Node, which must get as far as the message about the version. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Whether this is an installed package, already built, and not a copy of the project. Then npm installs what it needs.
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
