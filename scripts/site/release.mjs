/** The files of a built site and their hashes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Weights are kept by the pages themselves, by their own hashes; and what only the host reads. */
const notKept = /^models\/(?!.*\.json$)|^service-worker\.js$|(^|\/)[._][^/]*$/;

/** Megabytes of which a visit needs one or none. */
const onDemand = /\.wasm$/;

/**
 * @param {string} folder
 * @returns {import('../../src/site/site-release.ts').SiteRelease}
 */
export function releaseOf(folder) {
  const files = filesBelow(folder)
    .filter((path) => !notKept.test(path))
    .sort()
    .map((path) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('base64');
      return [path, { integrity: `sha256-${hash}`, isEager: !onDemand.test(path) }];
    });
  return { files: Object.fromEntries(files) };
}

/** @param {string} folder */
export function sizeOf(folder) {
  return filesBelow(folder).reduce((total, path) => total + statSync(join(folder, path)).size, 0);
}

/**
 * @param {string} folder
 * @returns {string[]} paths with slashes
 */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'));
}
