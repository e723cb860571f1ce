/** Parses the arguments of `npm test`. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/**
 * @typedef {object} Wanted
 * @property {'run' | 'quick' | 'watch'} mode
 * @property {string[]} files absolute paths of test files; empty if none was named
 * @property {string[]} options for vitest
 */

/** @type {Readonly<Record<string, Wanted['mode']>>} */
const modes = { '--quick': 'quick', '--watch': 'watch' };

/**
 * @param {readonly string[]} words `--quick` or `--watch` first, then files and folders, then options of vitest
 * @param {string} root the project's folder
 * @param {string} from another folder that files may be relative to, besides the project's
 * @returns {Wanted | { problem: string }} `problem` is a sentence if a file is not a test
 */
export function readWords(words, root, from = root) {
  const mode = Object.hasOwn(modes, words[0] ?? '') ? modes[words[0] ?? ''] : undefined;
  const rest = mode === undefined ? words : words.slice(1);
  const firstOption = rest.findIndex((word) => word.startsWith('-'));
  const names = firstOption < 0 ? rest : rest.slice(0, firstOption);
  const files = [];
  for (const name of names) {
    const found = [root, from]
      .map((folder) => testFilesAt(resolve(folder, name), root))
      .find(({ length }) => length > 0);
    if (found === undefined) {
      const problem = `There is no test "${name}"; a file named *.test.ts below test/, or a folder with such files, was expected.`;
      return { problem };
    }
    files.push(...found);
  }
  return { mode: mode ?? 'run', files, options: firstOption < 0 ? [] : rest.slice(firstOption) };
}

/**
 * Whether a test file needs more than the packages (a browser, a build or ResNet-50), judged by its name.
 * @param {string} file
 */
export function needsFullSetUp(file) {
  return /\.(gpu|full)\.test\.ts$/.test(file);
}

/**
 * @param {string} path absolute
 * @param {string} root
 * @returns {string[]} the file, or those in the folder
 */
function testFilesAt(path, root) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || relative(root, path).split(sep)[0] !== 'test') return [];
  const found = stats.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
  return found.filter((file) => file.endsWith('.test.ts'));
}
