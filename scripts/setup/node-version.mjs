import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * @param {string} version as process.versions.node
 * @param {string} range as in package.json's engines.node: `>=` and a version
 * @returns {boolean}
 */
export function satisfies(version, range) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = range.replace('>=', '').split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** @type {import('./steps.mjs').Step} */
export const nodeVersion = {
  name: 'Node',
  missing({ root }) {
    const range = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;
    const found = process.versions.node;
    return satisfies(found, range) ? undefined : `Node ${range.replace('>=', '')} or newer is needed; this is ${found}`;
  },
  provide(context) {
    throw new SetupError(`${this.missing(context)}. Get a newer one from https://nodejs.org or your version manager.`);
  },
};
