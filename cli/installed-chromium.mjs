/**
 * Finds an installed browser. Plain JavaScript with Node's built-in modules only, because the set-up uses it before
 * packages are installed; cli/chromium.ts uses it later.
 */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const commandNames = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

/** @type {Partial<Record<NodeJS.Platform, (env: NodeJS.ProcessEnv) => string[]>>} */
const usualPlaces = {
  darwin: () => [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: (env) =>
    [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
      folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : [],
    ),
};

/** Names of the program in puppeteer's downloads, below chrome/<platform>-<version>/chrome-<platform>/. */
const programNames = ['chrome', 'chrome.exe', 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'];

export const fourWays =
  'Set CHROME_PATH to a browser, or install Chrome or Chromium, or run "npx puppeteer browsers install chrome", ' +
  'or, on Debian as root, "apt-get install chromium".';

/**
 * `CHROME_PATH`, or an installed Chrome or Chromium, or one that puppeteer has downloaded.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} places folders of programs on this system, besides the PATH
 * @returns {{ path: string } | { path: undefined, reason: string }}
 */
export function findInstalledChromium(env, places = usualPlaces[process.platform]?.(env) ?? []) {
  if (env.CHROME_PATH) {
    if (existsSync(env.CHROME_PATH)) return { path: env.CHROME_PATH };
    return { path: undefined, reason: `CHROME_PATH names ${env.CHROME_PATH}, but there is no such file.` };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path =
    firstThere([...folders.flatMap((folder) => commandNames.map((name) => join(folder, name))), ...places]) ??
    firstThere(downloadedByPuppeteer(env));
  return path === undefined ? { path, reason: `No browser was found. ${fourWays}` } : { path };
}

/**
 * @param {readonly string[]} candidates
 * @returns {string | undefined}
 */
function firstThere(candidates) {
  return candidates.find((candidate) => existsSync(candidate));
}

/**
 * The folder of puppeteer's downloads of Chrome.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function puppeteerFolder(env) {
  return join(env.PUPPETEER_CACHE_DIR || join(homedir(), '.cache', 'puppeteer'), 'chrome');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} newest first
 */
function downloadedByPuppeteer(env) {
  const folder = puppeteerFolder(env);
  const byVersion = new Intl.Collator('en', { numeric: true });
  return foldersIn(folder)
    .sort((a, b) => byVersion.compare(b, a))
    .flatMap((build) => {
      const inside = join(folder, build);
      return foldersIn(inside).flatMap((name) => programNames.map((program) => join(inside, name, program)));
    });
}

/**
 * There may be files among the folders: interrupted downloads, or those of a file manager.
 * @param {string} folder
 * @returns {string[]} empty if the folder does not exist
 */
function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
