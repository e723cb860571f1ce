/**
 * `npm run release -- VERSION`: on a clean `main`, sets the version in package.json and package-lock.json, moves the
 * "Unreleased" entries of CHANGELOG.md under it with today's date, commits, and tags the commit `vVERSION`. It pushes
 * and publishes nothing. `--dry-run` prints what would be done and changes nothing. Exit code 1, with a message, if a
 * release is not possible.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const heading = '## Unreleased\n';
const semantic = /^(\d+)\.(\d+)\.(\d+)$/;

/** The reason why a release is not possible; the message is shown to the user. */
class ReleaseError extends Error {}

/**
 * @param {string} text of CHANGELOG.md
 * @param {string} version
 * @param {string} date YYYY-MM-DD
 * @returns {string} with an empty "Unreleased" before the version's section
 */
export function releasedChangelog(text, version, date) {
  const start = text.indexOf(heading);
  if (start < 0) throw new ReleaseError('CHANGELOG.md has no section "Unreleased".');
  const behind = start + heading.length;
  const next = text.indexOf('\n## ', behind);
  const entries = text.slice(behind, next < 0 ? undefined : next).trim();
  if (entries === '') throw new ReleaseError('CHANGELOG.md has nothing under "Unreleased".');
  const rest = next < 0 ? '' : text.slice(next);
  return `${text.slice(0, start)}${heading}\n## ${version} – ${date}\n\n${entries}\n${rest}`;
}

/**
 * @param {string} now
 * @param {string} next
 * @returns {boolean} whether it is a later one
 */
export function isLater(now, next) {
  const [a, b] = [now, next].map((version) => semantic.exec(version)?.slice(1).map(Number));
  if (a === undefined || b === undefined) return false;
  const first = a.findIndex((part, i) => part !== b[i]);
  return first >= 0 && (b[first] ?? 0) > (a[first] ?? 0);
}

/**
 * @param {{ root: string, version: string, date: string, isDry: boolean, log: (line: string) => void }} options
 */
export function release({ root, version, date, isDry, log }) {
  /** @param {string[]} words */
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  const at = (/** @type {string} */ name) => join(root, name);
  /** @type {{ version: string }} */
  const { version: now } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  if (!semantic.test(version)) throw new ReleaseError(`"${version}" is not a version; one such as 1.2.3 was expected.`);
  if (!isLater(now, version))
    throw new ReleaseError(`${version} is not later than ${now}, the version in package.json.`);
  const branch = git('branch', '--show-current');
  if (branch !== 'main') throw new ReleaseError(`A release is made on main; the current branch is "${branch}".`);
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new ReleaseError(`The tree is not clean:\n${changed}`);
  const tag = `v${version}`;
  if (git('tag', '--list', tag) !== '') throw new ReleaseError(`The tag ${tag} exists already.`);
  const changelog = releasedChangelog(readFileSync(at('CHANGELOG.md'), 'utf8'), version, date);

  const files = {
    'package.json': withVersion(readFileSync(at('package.json'), 'utf8'), now, version, 1),
    // package-lock.json has the version twice: for the file and for the root package.
    'package-lock.json': withVersion(readFileSync(at('package-lock.json'), 'utf8'), now, version, 2),
    'CHANGELOG.md': changelog,
  };
  log(`${now} → ${version}: ${Object.keys(files).join(', ')}; a commit and the tag ${tag}.`);
  if (isDry) return log('Nothing was changed (--dry-run).');
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
  git('commit', '--quiet', '--all', '--message', `release: ${version}`);
  git('tag', '--annotate', tag, '--message', `cam-lens ${version}`);
  log(`Done. "git push --follow-tags" makes it public.`);
}

/**
 * Replaces the first `count` fields "version", which are the project's own; nothing else changes.
 * @param {string} text
 * @param {string} now
 * @param {string} version
 * @param {number} count
 */
function withVersion(text, now, version, count) {
  let left = count;
  return text.replace(/"version": "([^"]*)"/g, (field, found) =>
    left-- > 0 && found === now ? `"version": "${version}"` : field,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2);
  const [version = '', ...others] = words.filter((word) => word !== '--dry-run');
  try {
    if (version === '' || others.length > 0) throw new ReleaseError('Usage: npm run release -- VERSION [--dry-run]');
    const { projectRoot } = await import('./setup/context.mjs');
    const date = new Date().toISOString().slice(0, 10);
    release({ root: projectRoot, version, date, isDry: words.includes('--dry-run'), log: console.log });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
