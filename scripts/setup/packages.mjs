/** The packages in package-lock.json, installed with npm. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from './context.mjs';
import { runCommand } from './run-command.mjs';
import { seconds } from './sizes.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Locked
 * @typedef {{ packages: Record<string, Locked> }} LockFile
 */

/** @type {import('./steps.mjs').Step} */
export const packages = {
  name: 'packages',
  missing({ root }) {
    if (isInstalled(root)) return undefined;
    // npm writes this file last, so an interrupted installation does not have it.
    const installedFile = join(root, 'node_modules', '.package-lock.json');
    if (!existsSync(installedFile)) return 'the packages are not installed';
    const wanted = readLock(join(root, 'package-lock.json'));
    const installed = readLock(installedFile);
    const differing = Object.entries(wanted.packages).find(
      ([path, { version, integrity, optional, devOptional }]) =>
        path !== '' &&
        (installed.packages[path]?.version !== version || installed.packages[path]?.integrity !== integrity) &&
        // Optional packages are installed only on their platforms.
        !((optional || devOptional) && installed.packages[path] === undefined),
    );
    return differing && `package-lock.json has a different version of ${differing[0].replace(/^.*node_modules\//, '')}`;
  },
  async provide({ root, env, log }) {
    const began = performance.now();
    const count = Object.keys(readLock(join(root, 'package-lock.json')).packages).length - 1;
    log(`Installing up to ${count} packages with npm …`);
    // NODE_ENV=production or npm's settings would omit packages that the tests need.
    await runCommand('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env });
    log(`Packages installed in ${seconds(began)}.`);
  },
};

/**
 * @param {string} file
 * @returns {LockFile}
 */
function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
