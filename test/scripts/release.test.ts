/** A release, in a temporary repository. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLater, release, releasedChangelog } from '../../scripts/release.mjs';
import { fakeClone, type FakeClone } from './fake-clone.ts';

const changelog = '# Changelog\n\n## Unreleased\n\n- One thing.\n- Another.\n\n## 0.1.0 – 2026-01-02\n\n- The first.\n';
const released =
  '# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-03-04\n\n- One thing.\n- Another.\n\n## 0.1.0 – 2026-01-02\n\n- The first.\n';

interface Repository extends FakeClone {
  git(...words: readonly string[]): string;
  read(name: string): string;
  release(version: string, isDry?: boolean): void;
}

function repository(): Repository {
  const clone = fakeClone();
  const env = { PATH: process.env['PATH'], HOME: clone.root, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...words: readonly string[]): string =>
    execFileSync('git', [...words], { cwd: clone.root, encoding: 'utf8', env }).trim();
  const lock = { name: 'p', version: '0.1.0', packages: { '': { version: '0.1.0' }, a: { version: '0.1.0' } } };
  clone.write('package.json', '{\n  "name": "p",\n  "version": "0.1.0"\n}\n');
  clone.write('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  clone.write('CHANGELOG.md', changelog);
  git('init', '--quiet', '--initial-branch=main');
  for (const [key, value] of Object.entries({ name: 'A Name', email: 'name@example.org' })) {
    git('config', `user.${key}`, value);
  }
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
  return {
    ...clone,
    git,
    read: (name) => readFileSync(join(clone.root, name), 'utf8'),
    release: (version, isDry = false) =>
      release({ root: clone.root, version, date: '2026-03-04', isDry, log: clone.log }),
  };
}

describe('a release', () => {
  it('sets the version, dates the changes, commits and tags', () => {
    const { git, read, release: make } = repository();
    make('0.2.0');
    expect(read('package.json')).toBe('{\n  "name": "p",\n  "version": "0.2.0"\n}\n');
    expect(JSON.parse(read('package-lock.json'))).toEqual({
      ...{ name: 'p', version: '0.2.0' },
      packages: { '': { version: '0.2.0' }, a: { version: '0.1.0' } },
    });
    expect(read('CHANGELOG.md')).toBe(released);
    expect(git('log', '--format=%s')).toBe('release: 0.2.0\nall');
    expect(git('describe', '--exact-match')).toBe('v0.2.0');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('changes nothing with --dry-run, and says what it would do', () => {
    const { git, logged, release: make } = repository();
    make('0.2.0', true);
    expect(logged[0]).toBe(
      '0.1.0 → 0.2.0: package.json, package-lock.json, CHANGELOG.md; a commit and the tag v0.2.0.',
    );
    expect([git('status', '--porcelain'), git('log', '--format=%s'), git('tag')]).toEqual(['', 'all', '']);
  });

  it.each<readonly [string, RegExp, (made: Repository) => unknown, string]>([
    ['the tree is not clean', /^The tree is not clean:\n\?\? new$/, ({ write }) => write('new', ''), '0.2.0'],
    [
      'the branch is another',
      /^A release is made on main; the current branch is "side"\.$/,
      ({ git }) => git('switch', '-qc', 'side'),
      '0.2.0',
    ],
    ['the tag is there', /^The tag v0\.2\.0 exists already\.$/, ({ git }) => git('tag', 'v0.2.0'), '0.2.0'],
    [
      'the version is not later',
      /^0\.1\.0 is not later than 0\.1\.0, the version in package/,
      () => undefined,
      '0.1.0',
    ],
    ['the version is none', /^"v0\.2" is not a version; one such as 1\.2\.3 was expected\.$/, () => undefined, 'v0.2'],
  ])('is refused where %s', (_, message, spoil, version) => {
    const made = repository();
    spoil(made);
    const before = [made.read('package.json'), made.git('log', '--format=%H')];
    expect(() => made.release(version)).toThrow(message);
    expect([made.read('package.json'), made.git('log', '--format=%H')]).toEqual(before);
  });
});

it('a changelog without entries, or without their section, is refused', () => {
  expect(() => releasedChangelog('# Changelog\n\n## Unreleased\n', '1.0.0', '2026-03-04')).toThrow(/nothing under/);
  expect(() => releasedChangelog(released, '1.0.0', '2026-03-04')).toThrow(/nothing under/);
  expect(() => releasedChangelog('# Changelog\n', '1.0.0', '2026-03-04')).toThrow(/no section "Unreleased"/);
  expect(releasedChangelog('## Unreleased\n\n- One.\n', '1.0.0', '2026-03-04')).toBe(
    '## Unreleased\n\n## 1.0.0 – 2026-03-04\n\n- One.\n',
  );
});

it.each([
  ['0.9.9', '0.10.0', true],
  ['1.0.0', '0.10.0', false],
  ['1.2.3', '1.2.3', false],
  ['1.2.3', '1.2.4', true],
  ['1.2.3', 'next', false],
])('after %s, %s is later: %s', (now, next, expected) => expect(isLater(now, next)).toBe(expected));
