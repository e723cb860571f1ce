/** Hashes of files and folders, to detect changes. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @returns {Promise<Buffer>}
 */
export async function hashFile(file, algorithm) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest();
}

/**
 * One hash over the names and contents of files, and of all files in folders; missing ones count as empty.
 * @param {string} root the folder that the entries are relative to
 * @param {readonly string[]} entries files and folders
 * @param {(path: string) => boolean} wanted receives a path relative to root, with slashes
 * @returns {string} hexadecimal
 */
export function fingerprint(root, entries, wanted = () => true) {
  const hash = createHash('sha256');
  for (const file of entries.flatMap((entry) => filesUnder(join(root, entry))).sort()) {
    const name = relative(root, file).split(sep).join('/');
    if (!wanted(name)) continue;
    const content = readFileSync(file);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
