/**
 * Finds a browser to drive. Plain JavaScript on Node's built-ins, because the set-up asks before any package is
 * installed; cli/chromium.ts asks the same question here later.
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

/** Where puppeteer's download keeps the program, below chrome/<platform>-<version>/chrome-<platform>/. */
const programNames = ['chrome', 'chrome.exe', 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'];

export const fourWays =
  'Set CHROME_PATH to a browser, or install Chrome or Chromium, or run "npx puppeteer browsers install chrome", ' +
  'or, on Debian as root, "apt-get install chromium".';

/**
 * `CHROME_PATH`, else an installed Chrome or Chromium, else one that puppeteer downloaded earlier.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} places where this system keeps its programs, besides the PATH
 * @returns {{ path: string } | { path: undefined, reason: string }}
 */
export function findInstalledChromium(env, places = usualPlaces[process.platform]?.(env) ?? []) {
  if (env.CHROME_PATH) {
    if (existsSync(env.CHROME_PATH)) return { path: env.CHROME_PATH };
    return { path: undefined, reason: `CHROME_PATH names ${env.CHROME_PATH}, but there is no such file.` };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = [
    ...folders.flatMap((folder) => commandNames.map((name) => join(folder, name))),
    ...places,
    ...downloadedByPuppeteer(env),
  ].find((candidate) => existsSync(candidate));
  return path === undefined ? { path, reason: `No browser was found. ${fourWays}` } : { path };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} newest first
 */
function downloadedByPuppeteer(env) {
  const folder = join(env.PUPPETEER_CACHE_DIR || join(homedir(), '.cache', 'puppeteer'), 'chrome');
  if (!existsSync(folder)) return [];
  const byVersion = new Intl.Collator('en', { numeric: true });
  return readdirSync(folder)
    .sort((a, b) => byVersion.compare(b, a))
    .flatMap((build) => {
      const inside = join(folder, build);
      return readdirSync(inside).flatMap((name) => programNames.map((program) => join(inside, name, program)));
    });
}
